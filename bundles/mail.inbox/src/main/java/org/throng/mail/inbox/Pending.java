// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.parcel.SealedPlain;

/**
 * A header that is mine and whose body is not opened yet. One record, however many relays show it: each is one more
 * place for the body (docs/protocol.md, section 3).
 *
 * @param e the header's disposable key
 * @param owner whose key opened it
 * @param places where it was met, with how often the body was missing there
 * @param failures how often in a row no place answered
 * @param nextAt UNIX milliseconds
 */
record Pending(PublicKey e, PublicKey owner, SealedPlain plain, List<Place> places, int failures, long nextAt) {
    /** A body that is missing so often at a place is given up there. */
    static final int MISSES = 3;

    /** A relay that showed the header. */
    record Place(RelayUrl relay, int misses) {
        boolean isGivenUp() {
            return misses >= MISSES;
        }
    }

    Pending {
        places = List.copyOf(places);
    }

    static Pending fresh(PublicKey e, PublicKey owner, SealedPlain plain, RelayUrl relay, long now) {
        return new Pending(e, owner, plain, List.of(new Place(relay, 0)), 0, now);
    }

    String key() {
        return key(e, owner);
    }

    static String key(PublicKey e, PublicKey owner) {
        return e.hex() + ":" + owner.hex();
    }

    boolean isMetAt(RelayUrl relay) {
        return places.stream().anyMatch(place -> place.relay().equals(relay));
    }

    Pending metAt(RelayUrl relay, long now) {
        List<Place> more = new ArrayList<>(places);
        more.add(new Place(relay, 0));
        return new Pending(e, owner, plain, more, 0, now);
    }

    Pending missedAt(RelayUrl relay) {
        List<Place> after = places.stream()
                .map(place -> place.relay().equals(relay) ? new Place(relay, place.misses() + 1) : place)
                .toList();
        return new Pending(e, owner, plain, after, failures, nextAt);
    }

    Pending again(int inARow, long at) {
        return new Pending(e, owner, plain, places, inARow, at);
    }

    boolean isGivenUp() {
        return places.stream().allMatch(Place::isGivenUp);
    }

    byte[] bytes() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("e", e.hex());
        json.put("owner", owner.hex());
        json.put("plain", Bytes.hex(plain.bytes()));
        List<Object> list = new ArrayList<>();
        for (Place place : places) {
            list.add(List.of(place.relay().toString(), place.misses()));
        }
        json.put("places", list);
        json.put("failures", failures);
        json.put("next", nextAt);
        return StrictJson.write(json).getBytes(StandardCharsets.UTF_8);
    }

    static Pending read(byte[] bytes) throws IOException {
        try {
            Map<?, ?> json = (Map<?, ?>) StrictJson.read(bytes);
            List<Place> places = new ArrayList<>();
            for (Object place : (List<?>) json.get("places")) {
                List<?> pair = (List<?>) place;
                places.add(new Place(RelayUrl.of((String) pair.get(0)), (int) (long) (Long) pair.get(1)));
            }
            return new Pending(
                    PublicKey.ofHex((String) json.get("e")),
                    PublicKey.ofHex((String) json.get("owner")),
                    SealedPlain.read(Bytes.fromHex((String) json.get("plain"), SealedPlain.LENGTH))
                            .orElseThrow(() -> new IOException("a stored header does not read")),
                    places,
                    (int) (long) (Long) json.get("failures"),
                    (Long) json.get("next"));
        } catch (MalformedException
                | ClassCastException
                | NullPointerException
                | IndexOutOfBoundsException
                | IllegalArgumentException e) {
            throw new IOException("a stored header is not in the form of this version", e);
        }
    }

    /** The body's id, for the place where it lies. */
    EventId body() {
        return plain.bodyId();
    }

    /** Says nothing of whose it is. */
    @Override
    public String toString() {
        return "Pending[" + places.size() + " places]";
    }
}
