// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.mail.CopyKey;

/**
 * What is still to do for a letter; lies in the mailbox from the moment when the letter does.
 *
 * @param rumor the JSON to deliver; empty for a file whose chunks are not posted yet
 * @param relays where the chunks of a file lie, to which its manifest must go; empty = those of the route
 * @param posted by the way that it goes, outside sessions or on one of them: for each body of the rumor, the relays that have
 *     body and header of it
 * @param open the name of the open scheme that the user asked for; empty else
 * @param attempts that came to nothing new, one after the other
 * @param refusals by every relay and for good, one after the other
 * @param nextAt UNIX milliseconds
 * @param since UNIX milliseconds of the first attempt
 * @param copyOf the letter of which this is a copy for my other nodes, which {@code letter} then stands for; empty else
 */
record Delivery(
        PublicKey owner,
        PublicKey peer,
        EventId letter,
        Optional<String> rumor,
        List<RelayUrl> relays,
        Map<String, List<Set<RelayUrl>>> posted,
        Optional<String> open,
        int attempts,
        int refusals,
        long nextAt,
        long since,
        Optional<EventId> copyOf) {

    static Delivery fresh(PublicKey owner, PublicKey peer, EventId letter, Optional<String> rumor, long now) {
        return new Delivery(
                owner, peer, letter, rumor, List.of(), Map.of(), Optional.empty(), 0, 0, now, now, Optional.empty());
    }

    /** A copy of a letter, to my own npub. */
    static Delivery copy(PublicKey owner, EventId letter, String rumor, long at) {
        return new Delivery(
                owner,
                owner,
                CopyKey.copyOf(letter),
                Optional.of(rumor),
                List.of(),
                Map.of(),
                Optional.empty(),
                0,
                0,
                at,
                at,
                Optional.of(letter));
    }

    /** To be sent by an open scheme, because the user asked for it. */
    Delivery by(Optional<String> openScheme) {
        return new Delivery(
                owner, peer, letter, rumor, relays, posted, openScheme, attempts, refusals, nextAt, since, copyOf);
    }

    String key() {
        return owner.hex() + ":" + letter.hex();
    }

    /** The file's chunks are posted: from now on this is a rumor like any other, bound to the chunks' relays. */
    Delivery withRumor(String json, List<RelayUrl> chunkRelays) {
        return new Delivery(
                owner,
                peer,
                letter,
                Optional.of(json),
                chunkRelays,
                Map.of(),
                open,
                attempts,
                refusals,
                nextAt,
                since,
                copyOf);
    }

    /** What is posted of it now on one way. */
    Delivery withPosted(String way, List<Set<RelayUrl>> now) {
        Map<String, List<Set<RelayUrl>>> all = new LinkedHashMap<>(posted);
        all.put(way, now.stream().<Set<RelayUrl>>map(LinkedHashSet::new).toList());
        return new Delivery(owner, peer, letter, rumor, relays, all, open, attempts, refusals, nextAt, since, copyOf);
    }

    /** As {@link #posted}, with a set for each of {@code bodies} bodies. */
    List<Set<RelayUrl>> posted(String way, int bodies) {
        List<Set<RelayUrl>> sets = new ArrayList<>();
        posted.getOrDefault(way, List.of()).forEach(set -> sets.add(new LinkedHashSet<>(set)));
        while (sets.size() < bodies) {
            sets.add(new LinkedHashSet<>());
        }
        return sets;
    }

    /** To be sent once more as a whole: what carried it is gone. */
    Delivery unposted() {
        return new Delivery(
                owner, peer, letter, rumor, relays, Map.of(), open, attempts, refusals, nextAt, since, copyOf);
    }

    Delivery again(int failures, int refused, long at) {
        return new Delivery(owner, peer, letter, rumor, relays, posted, open, failures, refused, at, since, copyOf);
    }

    /** As if it were new, but for what is posted already. */
    Delivery anew(long now) {
        return new Delivery(owner, peer, letter, rumor, relays, posted, open, 0, 0, now, now, copyOf);
    }

    /** How many relays have every one of {@code bodies} bodies that go one way. */
    long relaysWithAll(String way, int bodies) {
        List<Set<RelayUrl>> sets = posted.getOrDefault(way, List.of());
        if (sets.size() < bodies || bodies == 0) {
            return 0;
        }
        Set<RelayUrl> all = new LinkedHashSet<>(sets.get(0));
        sets.forEach(all::retainAll);
        return all.size();
    }

    byte[] bytes() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("owner", owner.hex());
        json.put("peer", peer.hex());
        json.put("letter", letter.hex());
        json.put("rumor", rumor.orElse(null));
        json.put("relays", texts(relays));
        Map<String, Object> ways = new LinkedHashMap<>();
        posted.forEach(
                (way, sets) -> ways.put(way, sets.stream().map(Delivery::texts).toList()));
        json.put("posted", ways);
        open.ifPresent(name -> json.put("open", name));
        json.put("attempts", attempts);
        json.put("refusals", refusals);
        json.put("next", nextAt);
        json.put("since", since);
        copyOf.ifPresent(original -> json.put("copyOf", original.hex()));
        return StrictJson.write(json).getBytes(StandardCharsets.UTF_8);
    }

    static Delivery read(byte[] bytes) throws IOException {
        try {
            Map<?, ?> json = (Map<?, ?>) StrictJson.read(bytes);
            Map<String, List<Set<RelayUrl>>> posted = new LinkedHashMap<>();
            for (Map.Entry<?, ?> way : ((Map<?, ?>) json.get("posted")).entrySet()) {
                List<Set<RelayUrl>> sets = new ArrayList<>();
                for (Object urls : (List<?>) way.getValue()) {
                    sets.add(new LinkedHashSet<>(urls(urls)));
                }
                posted.put((String) way.getKey(), sets);
            }
            return new Delivery(
                    PublicKey.ofHex((String) json.get("owner")),
                    PublicKey.ofHex((String) json.get("peer")),
                    EventId.ofHex((String) json.get("letter")),
                    json.get("rumor") instanceof String text ? Optional.of(text) : Optional.empty(),
                    urls(json.get("relays")),
                    posted,
                    json.get("open") instanceof String name ? Optional.of(name) : Optional.empty(),
                    (int) (long) (Long) json.get("attempts"),
                    (int) (long) (Long) json.get("refusals"),
                    (Long) json.get("next"),
                    (Long) json.get("since"),
                    json.get("copyOf") instanceof String original
                            ? Optional.of(EventId.ofHex(original))
                            : Optional.empty());
        } catch (MalformedException | ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new IOException("a stored delivery is not in the form of this version", e);
        }
    }

    private static List<String> texts(Iterable<RelayUrl> urls) {
        List<String> texts = new ArrayList<>();
        urls.forEach(url -> texts.add(url.toString()));
        return texts;
    }

    private static List<RelayUrl> urls(Object json) {
        return ((List<?>) json).stream().map(text -> RelayUrl.of((String) text)).toList();
    }

    /** Says nothing of who and what. */
    @Override
    public String toString() {
        return "Delivery[" + attempts + " attempts]";
    }
}
