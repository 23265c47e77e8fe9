// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

/** How to multiply by one secret, made once for it. */
sealed interface Multiplier permits Schedule, ChainSchedule {
    /** No step meets equal or opposite points, whatever the point of the curve. */
    boolean isSafe();
}
