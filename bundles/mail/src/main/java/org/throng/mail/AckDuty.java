// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;

/**
 * An acknowledgement that is owed to a contact: the inbox writes it, the outbox works it off (docs/protocol.md, section
 * 6: three bodies carry it).
 *
 * @param rumor the first 8 bytes of the rumor's id, in hex; or {@link #ANY}, {@link #DIRECT}
 * @param left in how many bodies it is still to stand
 * @param due UNIX milliseconds from which on it is worth a body of its own; {@link Long#MAX_VALUE} = it rides along
 */
public record AckDuty(PublicKey owner, PublicKey peer, String rumor, int left, long due) {
    /** In place of a rumor: a body is owed, whatever it carries. */
    public static final String ANY = "any";

    /** In place of a rumor: a body outside sessions is owed. */
    public static final String DIRECT = "direct";

    /** Bodies that carry one acknowledgement. */
    public static final int BODIES = 3;

    /** The key in the drawer of acknowledgements. */
    public String key() {
        return owner.hex() + ":" + peer.hex() + ":" + rumor;
    }

    /** This duty after one more body took it along; empty when that was the last. */
    public Optional<AckDuty> used() {
        return left > 1 ? Optional.of(new AckDuty(owner, peer, rumor, left - 1, Long.MAX_VALUE)) : Optional.empty();
    }

    /** A body that is owed now, though there are no words for it. */
    public static AckDuty bare(PublicKey owner, PublicKey peer, boolean direct, long now) {
        return new AckDuty(owner, peer, direct ? DIRECT : ANY, 1, now);
    }

    /** Whether it acknowledges no rumor. */
    public boolean isBare() {
        return rumor.equals(ANY) || rumor.equals(DIRECT);
    }

    /** This duty, worth a body of its own only later. */
    public AckDuty dueAt(long unixMillis) {
        return new AckDuty(owner, peer, rumor, left, unixMillis);
    }

    public byte[] bytes() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("owner", owner.hex());
        json.put("peer", peer.hex());
        json.put("rumor", rumor);
        json.put("left", left);
        json.put("due", due);
        return StrictJson.write(json).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalStateException where the bytes are not {@link #bytes}' */
    public static AckDuty read(byte[] bytes) {
        try {
            Map<?, ?> json = (Map<?, ?>) StrictJson.read(bytes);
            return new AckDuty(
                    PublicKey.ofHex((String) json.get("owner")),
                    PublicKey.ofHex((String) json.get("peer")),
                    (String) json.get("rumor"),
                    (int) (long) (Long) json.get("left"),
                    (Long) json.get("due"));
        } catch (MalformedException e) {
            throw new IllegalStateException("a stored acknowledgement is not in the form of this version", e);
        }
    }
}
