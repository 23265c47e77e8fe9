// SPDX-License-Identifier: MIT
/** Scheme 1: found and opened by one key agreement with the receiver's own key. */
package org.throng.scheme.direct;
