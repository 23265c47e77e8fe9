// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.parcel.file.Manifest;

/**
 * A file whose chunks are not all here. Large ones wait for the user's wish.
 *
 * @param relay where the manifest's header was met
 * @param wanted whether to fetch it
 * @param misses how often in a row a chunk was missing everywhere
 * @param nextAt UNIX milliseconds
 */
record FileTask(PublicKey owner, EventId letter, RelayUrl relay, boolean wanted, int misses, long nextAt) {
    /** Files of more chunks are never fetched by themselves (docs/protocol.md, section 5). */
    static final int UNASKED_CHUNKS = 4;

    static final String PREFIX = "file:";

    /** What the letter says while nobody wished for it. */
    static final String WAITS = "the file waits until you ask for it";

    static boolean isFetchedUnasked(Manifest manifest) {
        return manifest.bodies().size() <= UNASKED_CHUNKS;
    }

    static FileTask fresh(PublicKey owner, EventId letter, RelayUrl relay, Manifest manifest, long now) {
        return new FileTask(owner, letter, relay, isFetchedUnasked(manifest), 0, now);
    }

    static String key(PublicKey owner, EventId letter) {
        return PREFIX + owner.hex() + ":" + letter.hex();
    }

    String key() {
        return key(owner, letter);
    }

    FileTask wantedNow(boolean yes, long now) {
        return new FileTask(owner, letter, relay, yes, 0, now);
    }

    FileTask again(int inARow, long at) {
        return new FileTask(owner, letter, relay, wanted, inARow, at);
    }

    byte[] bytes() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("owner", owner.hex());
        json.put("letter", letter.hex());
        json.put("relay", relay.toString());
        json.put("wanted", wanted);
        json.put("misses", misses);
        json.put("next", nextAt);
        return StrictJson.write(json).getBytes(StandardCharsets.UTF_8);
    }

    static FileTask read(byte[] bytes) throws IOException {
        try {
            Map<?, ?> json = (Map<?, ?>) StrictJson.read(bytes);
            return new FileTask(
                    PublicKey.ofHex((String) json.get("owner")),
                    EventId.ofHex((String) json.get("letter")),
                    RelayUrl.of((String) json.get("relay")),
                    (Boolean) json.get("wanted"),
                    (int) (long) (Long) json.get("misses"),
                    (Long) json.get("next"));
        } catch (MalformedException | ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new IOException("a stored file task is not in the form of this version", e);
        }
    }

    /** Says nothing of whose it is. */
    @Override
    public String toString() {
        return "FileTask[" + wanted + "]";
    }
}
