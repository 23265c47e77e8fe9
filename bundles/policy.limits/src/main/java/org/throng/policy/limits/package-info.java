// SPDX-License-Identifier: MIT
/** The policy of how often: events of a connection, a network and a key, and proof of work (NIP-13) that rises under load. */
package org.throng.policy.limits;
