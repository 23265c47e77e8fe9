// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import org.throng.curve.lanes.LaneField;

/** A point (x, y) in each lane, as x and w = 2 y: twice y is what a doubling divides by. */
final class Points<A> {
    A x;
    A w;

    Points(LaneField<A> field, int lanes) {
        x = field.array(lanes);
        w = field.array(lanes);
    }

    void set(LaneField<A> field, Points<A> other, int n) {
        field.copy(x, 0, other.x, 0, n);
        field.copy(w, 0, other.w, 0, n);
    }
}
