// SPDX-License-Identifier: MIT
package org.throng.itests.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Label;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Slot;
import org.throng.parcel.Tlv;
import org.throng.parcel.profile.Profile;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.Contents;
import org.throng.scheme.Match;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;
import org.throng.scheme.Recipient;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sender;
import org.throng.scheme.Sighting;
import org.throng.scheme.direct.DirectScheme;

/** Somebody with a key that is made from a name, who seals and reads as the protocol says, by scheme direct. */
public record Person(String name, PublicKey npub) {
    public static final Curve CURVE = new BouncyCastleCurve();

    /** Repeats itself from run to run. */
    public static final DirectScheme DIRECT = new DirectScheme(CURVE, new Random(4_610));

    public static Person of(String name) {
        try (SecretKey secret = secret(name)) {
            return new Person(name, CURVE.publicKey(secret));
        }
    }

    private static SecretKey secret(String name) {
        return SecretKey.of(Sha256.of(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** A copy, which the caller closes. */
    public SecretKey secret() {
        return secret(name);
    }

    /** A text of this person. */
    public Rumor text(String words, long createdAt) {
        return new Rumor(npub, createdAt, Rumor.TEXT, List.of(), words);
    }

    /** A body and a header that leads there. */
    public record Sealed(Event header, Event body) {}

    /** Seals for somebody at a moment, in UNIX seconds. */
    public Sealed seal(PublicKey reader, long at, Tlv... parts) {
        return seal(reader, at, 0, parts);
    }

    /** @param relayIndex where the header says that the body lies */
    public Sealed seal(PublicKey reader, long at, int relayIndex, Tlv... parts) {
        Slot slot = Slot.at(at);
        try (SecretKey secret = secret()) {
            Sender sender = new Sender(npub, secret);
            Recipient recipient = Recipient.of(reader);
            SealedBody body = DIRECT.seal(sender, recipient, Contents.of(parts), slot, Label.EVERYBODY);
            Event header = DIRECT.address(sender, recipient, body, slot, Label.EVERYBODY, relayIndex);
            return new Sealed(header, body.event());
        }
    }

    /** Signs an event of this person's. */
    public Event sign(long createdAt, int kind, List<List<String>> tags, String content) {
        try (SecretKey secret = secret()) {
            return Event.sign(CURVE, secret, new Event.Unsigned(npub, createdAt, kind, tags, content), new byte[32]);
        }
    }

    /** A profile that names relays. */
    public Event profile(long createdAt, RelayUrl... relays) {
        Event.Unsigned profile = Profile.of(List.of(relays)).unsigned(npub, createdAt);
        return sign(createdAt, profile.kind(), profile.tags(), profile.content());
    }

    /** A profile with a KEM key, of somebody who reads direct and pq. */
    public Event profile(long createdAt, Profile.Kem kem, RelayUrl... relays) {
        List<String> urls = Stream.of(relays).map(RelayUrl::toString).toList();
        List<Integer> schemes = List.of(SchemeId.DIRECT, SchemeId.PQ);
        Profile all = new Profile(urls, schemes, 0, Optional.of(kem), Optional.empty(), List.of());
        Event.Unsigned profile = all.unsigned(npub, createdAt);
        return sign(createdAt, profile.kind(), profile.tags(), profile.content());
    }

    /** What this person finds on a relay, in the order in which the headers came. */
    public List<Opened> read(MemoryRelay relay) {
        List<Opened> opened = new ArrayList<>();
        try (SecretKey secret = secret()) {
            Reader reader = new Reader(npub, npub, secret);
            for (Event event : relay.events(HeaderEvent.KIND)) {
                HeaderEvent header = HeaderEvent.read(event);
                Sighting sighting = new Sighting(
                        header.header(), header.label(), header.slot().day());
                for (Match match : DIRECT.recognise(List.of(sighting), List.of(reader))) {
                    Optional<Event> body = relay.events(BodyEvent.KIND).stream()
                            .filter(found -> found.id().equals(match.plain().bodyId()))
                            .findFirst();
                    if (body.isPresent()) {
                        DIRECT.open(match, BodyEvent.read(body.get()).content()).ifPresent(opened::add);
                    }
                }
            }
        } catch (MalformedException e) {
            throw new AssertionError("a header or body on " + relay.url() + " has not the form", e);
        }
        return opened;
    }

    /** The whole rumors among them. */
    public List<Rumor> rumors(MemoryRelay relay) {
        List<Rumor> rumors = new ArrayList<>();
        for (Opened body : read(relay)) {
            for (Tlv part : body.parts()) {
                if (part.type() == Tlv.RUMOR) {
                    try {
                        rumors.add(Rumor.read(part.value(), body.writer()));
                    } catch (MalformedException e) {
                        throw new AssertionError("a rumor on " + relay.url() + " has not the form", e);
                    }
                }
            }
        }
        return rumors;
    }
}
