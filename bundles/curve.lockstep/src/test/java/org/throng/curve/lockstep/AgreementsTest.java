// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.itests.contracts.Agreements;

/**
 * What the suite of all curves keeps of Bouncy Castle is what it says: of the first secret and ten thousand points in each check,
 * of all with {@code -Dagreements=10}.
 */
class AgreementsTest {
    private static final int SECRETS = Integer.getInteger("agreements", 1);

    private final BouncyCastleCurve curve = new BouncyCastleCurve();

    @Test
    void whatIsKeptIsWhatBouncyCastleSays() {
        List<Agreements> all =
                IntStream.range(0, SECRETS).mapToObj(Agreements::of).toList();
        assertEquals(
                all.stream().map(Agreements::expected).toList(),
                all.stream()
                        .map(one -> one.digest(numbered -> curve.agree(one.secret(), numbered.point())))
                        .toList());
    }
}
