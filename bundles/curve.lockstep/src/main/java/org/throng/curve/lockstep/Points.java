// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import org.throng.curve.lanes.LaneField;

/** A point in each lane, in affine coordinates. */
final class Points<A> {
    A x;
    A y;

    Points(LaneField<A> field, int lanes) {
        x = field.array(lanes);
        y = field.array(lanes);
    }

    void set(LaneField<A> field, Points<A> other, int n) {
        field.copy(x, 0, other.x, 0, n);
        field.copy(y, 0, other.y, 0, n);
    }
}
