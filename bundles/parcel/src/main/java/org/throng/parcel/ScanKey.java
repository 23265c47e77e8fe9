// SPDX-License-Identifier: MIT
package org.throng.parcel;

import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hkdf;
import org.throng.curve.SecretKey;

/**
 * The scan keys of a person who has the nsec at hand (docs/protocol.md, section 6): one for each year, made from the nsec, so
 * that all nodes of a person and every restored backup have the same. Whoever has one finds that person's direct headers of
 * that year; the nsec does not follow from it.
 *
 * @param year that begins with it, UTC
 */
public record ScanKey(int year) {
    /** How long after its {@code until} a key is still tried, in seconds: 35 days. */
    public static final long GRACE = 35L * 86_400;

    private static final int OKM_LENGTH = 48;

    public ScanKey {
        if (year < 2_000 || year > 0xffff) {
            throw new IllegalArgumentException("expected a year from 2000 to 65535, got " + year);
        }
    }

    /** The key that a profile shows at a moment, in UNIX seconds: that of the year. */
    public static ScanKey at(long unixSeconds) {
        return new ScanKey(
                LocalDate.ofEpochDay(Math.floorDiv(unixSeconds, 86_400L)).getYear());
    }

    /** Those that somebody may still seal to at a moment: that of the year, and the one before it until 35 days after its end. */
    public static List<ScanKey> alive(long unixSeconds) {
        List<ScanKey> alive = new ArrayList<>(List.of(at(unixSeconds)));
        ScanKey before = new ScanKey(alive.get(0).year - 1);
        if (unixSeconds <= before.until() + GRACE) {
            alive.add(before);
        }
        return alive;
    }

    /** UNIX seconds until which it is good: the first of February of the next year, 00:00 UTC. */
    public long until() {
        return Year.of(year + 1)
                .atMonth(2)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toEpochSecond();
    }

    /** 1 + (OS2IP(HKDF(nsec, "throng/v1/scan", u16 year, 48)) mod (n − 1)). The caller closes both. */
    public SecretKey secret(SecretKey nsec) {
        byte[] ikm = nsec.insecureBytes();
        byte[] okm = Hkdf.derive(ikm, "throng/v1/scan", Bytes.u16(year), OKM_LENGTH);
        try {
            return Hedge.toScalar(okm);
        } finally {
            Arrays.fill(ikm, (byte) 0);
            Arrays.fill(okm, (byte) 0);
        }
    }
}
