// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.throng.event.RelayUrl;

/**
 * The mark of a header that is done with: {@code UNIX seconds, opened|given-up, relays…}, one a line. A header that was
 * given up counts again when another relay shows it: that relay may have the body.
 */
final class Done {
    private Done() {}

    static byte[] opened(long now) {
        return (now + "\nopened").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] givenUp(long now, List<Pending.Place> places) {
        StringBuilder mark = new StringBuilder(now + "\ngiven-up");
        places.forEach(place -> mark.append('\n').append(place.relay()));
        return mark.toString().getBytes(StandardCharsets.UTF_8);
    }

    static boolean isGivenUpElsewhere(byte[] mark, RelayUrl relay) {
        List<String> lines = lines(mark);
        return lines.get(1).equals("given-up")
                && !lines.subList(2, lines.size()).contains(relay.toString());
    }

    static long at(byte[] mark) {
        return Long.parseLong(lines(mark).get(0));
    }

    private static List<String> lines(byte[] mark) {
        return Arrays.asList(new String(mark, StandardCharsets.UTF_8).split("\n"));
    }
}
