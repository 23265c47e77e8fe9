// SPDX-License-Identifier: MIT
package org.throng.scheme;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderKeys;
import org.throng.parcel.SchemeId;
import org.throng.parcel.ViewTags;

/**
 * Tries keys on headers: one agreement and one hash for each, and all else only where the view tag is right, which without
 * intent happens once in 2^64. Whether E is on the curve is asked then, before anything is derived.
 *
 * <p>Shared secrets of headers lie in one array, for a few thousand headers at a time, and are erased at the end, so that a
 * feed of a million needs no more memory than one of ten thousand.
 *
 * <p>Threads: one.
 */
final class HeaderScan {
    /** Enough for all cores of a machine at once. */
    private static final int AT_ONCE = 32_768;

    private final Curve curve;
    private final List<Reader> readers;
    private final List<SecretKey> secrets;
    private final ViewTags tags = new ViewTags();

    HeaderScan(Curve curve, List<Reader> readers) {
        this.curve = curve;
        this.readers = readers;
        secrets = readers.stream().map(Reader::secret).toList();
    }

    List<Match> matches(List<Sighting> sightings) {
        List<Match> matches = new ArrayList<>();
        int step = Math.max(1, AT_ONCE / Math.max(1, readers.size()));
        int most = Math.min(step, sightings.size());
        byte[] points = new byte[PublicKey.LENGTH * most];
        byte[] shared = new byte[readers.size() * points.length];
        for (int from = 0; from < sightings.size(); from += step) {
            List<Sighting> some = sightings.subList(from, Math.min(sightings.size(), from + step));
            if (some.size() < most) {
                points = new byte[PublicKey.LENGTH * some.size()];
                Arrays.fill(shared, (byte) 0);
                shared = new byte[readers.size() * points.length];
            }
            for (int p = 0; p < some.size(); p++) {
                some.get(p).header().copyE(points, PublicKey.LENGTH * p);
            }
            curve.scan(secrets, points, shared);
            look(some, from, shared, matches);
        }
        Arrays.fill(shared, (byte) 0);
        tags.erase();
        return matches;
    }

    private void look(List<Sighting> sightings, int first, byte[] shared, List<Match> matches) {
        for (int p = 0; p < sightings.size(); p++) {
            Sighting sighting = sightings.get(p);
            for (int r = 0; r < readers.size(); r++) {
                int at = PublicKey.LENGTH * (r * sightings.size() + p);
                if (tags.isOf(sighting.header(), shared, at)) {
                    byte[] one = Arrays.copyOfRange(shared, at, at + PublicKey.LENGTH);
                    open(first + p, sighting, readers.get(r), one).ifPresent(matches::add);
                    Arrays.fill(one, (byte) 0);
                }
            }
        }
    }

    private Optional<Match> open(int index, Sighting sighting, Reader reader, byte[] shared) {
        Header header = sighting.header();
        if (!curve.contains(header.e())) {
            return Optional.empty();
        }
        return HeaderKeys.direct(shared, header.e(), reader.scan(), reader.npub())
                .open(header, sighting.label())
                .filter(plain -> SchemeId.isFoundByAgreement(plain.scheme()) && plain.isTimely(sighting.logDay()))
                .map(plain -> new Match(index, reader, plain));
    }
}
