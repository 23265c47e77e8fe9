// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.parcel.SealedPlain;
import org.throng.parcel.tlv.ShortId;
import org.throng.session.Source;

/**
 * A header that is mine and whose body is not opened yet. One record, however many relays show it: each is one more
 * place for the body (docs/protocol.md, section 3).
 *
 * @param e the header's disposable key
 * @param owner whose key opened it
 * @param reader the key of the owner that found it: the npub or a scan key
 * @param session what a header of a session needs beside that
 * @param places where it was met, with how often the body was missing there
 * @param failures how often in a row no place answered
 * @param nextAt UNIX milliseconds
 */
record Pending(
        PublicKey e,
        PublicKey owner,
        PublicKey reader,
        SealedPlain plain,
        Optional<InSession> session,
        List<Place> places,
        int failures,
        long nextAt) {
    /** A body that is missing so often at a place is given up there. */
    static final int MISSES = 3;

    /** A relay that showed the header. */
    record Place(RelayUrl relay, int misses) {
        boolean isGivenUp() {
            return misses >= MISSES;
        }
    }

    /** When a header that is given up, but would count if another relay showed it, is tried next. */
    static final long DORMANT = Long.MAX_VALUE;

    /**
     * Where in a session it stands.
     *
     * @param bodySecret what is left of its key, 32 bytes in hex
     */
    record InSession(PublicKey peer, Source.Index index, String bodySecret) {
        /** Says nothing of whose it is. */
        @Override
        public String toString() {
            return "InSession[hidden]";
        }
    }

    Pending {
        places = List.copyOf(places);
    }

    static Pending fresh(
            PublicKey e,
            PublicKey owner,
            PublicKey reader,
            SealedPlain plain,
            Optional<InSession> session,
            RelayUrl relay,
            long now) {
        return new Pending(e, owner, reader, plain, session, List.of(new Place(relay, 0)), 0, now);
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
        return new Pending(e, owner, reader, plain, session, more, 0, now);
    }

    Pending missedAt(RelayUrl relay) {
        List<Place> after = places.stream()
                .map(place -> place.relay().equals(relay) ? new Place(relay, place.misses() + 1) : place)
                .toList();
        return new Pending(e, owner, reader, plain, session, after, failures, nextAt);
    }

    Pending again(int inARow, long at) {
        return new Pending(e, owner, reader, plain, session, places, inARow, at);
    }

    boolean isGivenUp() {
        return places.stream().allMatch(Place::isGivenUp);
    }

    byte[] bytes() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("e", e.hex());
        json.put("owner", owner.hex());
        json.put("reader", reader.hex());
        session.ifPresent(in -> {
            json.put("peer", in.peer().hex());
            json.put("line", in.index().line());
            json.put("chain", in.index().chain().hex());
            json.put("index", in.index().index());
            json.put("secret", in.bodySecret());
        });
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
                    PublicKey.ofHex((String) json.get("reader")),
                    SealedPlain.read(Bytes.fromHex((String) json.get("plain"), SealedPlain.LENGTH))
                            .orElseThrow(() -> new IOException("a stored header does not read")),
                    json.containsKey("line") ? Optional.of(session(json)) : Optional.empty(),
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

    private static InSession session(Map<?, ?> json) {
        return new InSession(
                PublicKey.ofHex((String) json.get("peer")),
                new Source.Index(
                        (String) json.get("line"), ShortId.ofHex((String) json.get("chain")), (Long) json.get("index")),
                (String) json.get("secret"));
    }

    /** What the scheme gets back to open the body with. */
    byte[] bodySecret() {
        return session.map(in -> Bytes.fromHex(in.bodySecret(), 32)).orElse(new byte[0]);
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
