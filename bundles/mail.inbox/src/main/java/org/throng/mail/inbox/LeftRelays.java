// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;

/**
 * Relays that an identity used and uses no longer. Senders write there until they see its new profile, so they are read
 * for 35 days more, which is as long as a profile's numbers hold.
 *
 * <p>Stored for each identity: a line {@code SECONDS URL} for each relay, the UNIX time at which it was left, 0 while it is
 * used.
 */
final class LeftRelays {
    static final long SECONDS = 35L * 86_400;

    private static final String KEY = "relays:";

    private LeftRelays() {}

    /**
     * Notes what an identity uses now.
     *
     * @param used those to remember: all but the node's own, whose address may be another at each start
     * @param now UNIX seconds
     * @return those that it left and that are still read, and until when, in UNIX seconds
     */
    static Map<RelayUrl, Long> note(Mailbox mailbox, PublicKey owner, List<RelayUrl> used, long now)
            throws IOException {
        Optional<byte[]> held = mailbox.note(Drawer.NOTE, KEY + owner.hex());
        Map<RelayUrl, Long> before = held.map(LeftRelays::read).orElse(Map.of());
        Map<RelayUrl, Long> after = new LinkedHashMap<>();
        Map<RelayUrl, Long> left = new LinkedHashMap<>();
        before.forEach((relay, leftAt) -> {
            long since = leftAt == 0 ? now : leftAt;
            if (!used.contains(relay) && now - since < SECONDS) {
                after.put(relay, since);
                left.put(relay, since + SECONDS);
            }
        });
        used.forEach(relay -> after.put(relay, 0L));
        if (!after.equals(before)) {
            mailbox.write(new Changes().put(Drawer.NOTE, KEY + owner.hex(), bytes(after)));
        }
        return left;
    }

    private static Map<RelayUrl, Long> read(byte[] lines) {
        Map<RelayUrl, Long> relays = new LinkedHashMap<>();
        new String(lines, StandardCharsets.UTF_8).lines().forEach(line -> {
            int space = line.indexOf(' ');
            relays.put(RelayUrl.of(line.substring(space + 1)), Long.valueOf(line.substring(0, space)));
        });
        return relays;
    }

    private static byte[] bytes(Map<RelayUrl, Long> relays) {
        StringBuilder lines = new StringBuilder();
        relays.forEach((relay, leftAt) ->
                lines.append(leftAt).append(' ').append(relay).append('\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
