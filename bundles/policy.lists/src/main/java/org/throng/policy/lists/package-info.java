// SPDX-License-Identifier: MIT
/** The policy of lists: keys, kinds, events and addresses that the operator banned or allowed, kept in the home. */
package org.throng.policy.lists;
