// SPDX-License-Identifier: MIT
package org.throng.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.throng.curve.PublicKey;

class SafetyNumberTest {
    private static final PublicKey ANN =
            PublicKey.ofHex("3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d");
    private static final PublicKey BEN =
            PublicKey.ofHex("7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e");

    @Test
    void bothSidesReadTheSameDigits() {
        assertEquals(SafetyNumber.of(ANN, BEN), SafetyNumber.of(BEN, ANN));
        assertNotEquals(SafetyNumber.of(ANN, BEN), SafetyNumber.of(ANN, ANN));
    }

    /** Computed once by a few lines of Python with hashlib. */
    @Test
    void digitsAreThoseOfTheDescription() {
        assertEquals(
                "77712 96950 96606 52835 62056 15749 93053 66693 91200 13921 28230 85851",
                SafetyNumber.of(ANN, BEN).toString());
    }

    @Test
    void linesHaveFourGroupsEach() {
        String[] lines = SafetyNumber.of(ANN, BEN).lines().split("\n");
        assertEquals(3, lines.length);
        assertEquals(23, lines[0].length());
    }
}
