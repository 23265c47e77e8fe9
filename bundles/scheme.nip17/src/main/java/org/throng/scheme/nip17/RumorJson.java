// SPDX-License-Identifier: MIT
package org.throng.scheme.nip17;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.throng.curve.PublicKey;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.OpenScheme;

/**
 * Rumors as other clients write them. Unlike one in a body, such a rumor has its id in it, and may have members that we do
 * not know, an empty {@code sig} above all: they are ignored, for one cannot teach all clients of Nostr.
 */
final class RumorJson {
    private static final int MAX_DEPTH = 8;
    private static final long MAX_NUMBER = (1L << 53) - 1;

    private RumorJson() {}

    static String write(Rumor rumor) {
        return "{\"id\":\"" + rumor.id().hex() + "\"," + new String(rumor.json(), StandardCharsets.UTF_8).substring(1);
    }

    /**
     * @param writer who signed the seal: nobody else may be the rumor's author
     * @throws MalformedException where it is no rumor of the writer's, or too long
     */
    static Rumor read(String json, PublicKey writer) throws MalformedException {
        if (json.length() > OpenScheme.MAX_RUMOR
                || json.getBytes(StandardCharsets.UTF_8).length > OpenScheme.MAX_RUMOR) {
            throw new MalformedException("a rumor has at most " + OpenScheme.MAX_RUMOR + " bytes");
        }
        if (!(StrictJson.read(json, MAX_DEPTH) instanceof Map<?, ?> members)) {
            throw new MalformedException("a rumor is an object");
        }
        if (!writer.hex().equals(members.get("pubkey"))) {
            throw new MalformedException("pubkey must be that of the seal, in lower-case hex");
        }
        if (!(members.get("content") instanceof String content)
                || !(members.get("created_at") instanceof Long createdAt)
                || !(members.get("kind") instanceof Long kind)
                || createdAt > MAX_NUMBER
                || kind < 0
                || kind > 65_535) {
            throw new MalformedException("a rumor has content, created_at and kind");
        }
        List<List<String>> tags = EventReader.tags(members.get("tags")).stream()
                .filter(tag -> !tag.isEmpty())
                .toList();
        Rumor rumor;
        try {
            rumor = new Rumor(writer, createdAt, (int) (long) kind, tags, content);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage());
        }
        Object id = members.get("id");
        if (id != null && !rumor.id().hex().equals(id)) {
            throw new MalformedException("id must be the hash of the other members");
        }
        return rumor;
    }
}
