// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.identity.Contact;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mail.AckDuty;
import org.throng.mail.Conversations;
import org.throng.mail.FailedKey;
import org.throng.mail.FileType;
import org.throng.mail.KeptProfile;
import org.throng.mail.PeerKey;
import org.throng.mail.SentKey;
import org.throng.mail.Strength;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.Tlv;
import org.throng.parcel.file.Manifest;
import org.throng.parcel.rumor.Part;
import org.throng.parcel.rumor.PartSets;
import org.throng.parcel.rumor.Rumor;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.ProfileId;
import org.throng.parcel.tlv.ReplyRelay;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.Opened;
import org.throng.session.Source;

/**
 * Turns an opened body into letters, acknowledgements and notes. Everything of one body is written at once, together with
 * the mark that it is done: a crash does all of it again, or none.
 */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final int ACK_DELAY_MILLIS = 6_000;

    private final Identities identities;
    private final Supplier<Optional<Conversations>> conversations;
    private final RandomGenerator random;
    private final Clock clock;

    Opening(
            Identities identities,
            Supplier<Optional<Conversations>> conversations,
            RandomGenerator random,
            Clock clock) {
        this.identities = identities;
        this.conversations = conversations;
        this.random = random;
        this.clock = clock;
    }

    /** One body at a time: parts of one message may come in several at once. */
    synchronized void keep(
            Mailbox mailbox, Pending pending, RelayUrl relay, String scheme, int schemeNumber, Opened opened)
            throws IOException, IdentityException {
        long now = clock.instant().getEpochSecond();
        Changes changes =
                new Changes().remove(Drawer.PENDING, pending.key()).put(Drawer.DONE, pending.key(), Done.opened(now));
        PublicKey owner = pending.owner();
        PublicKey writer = opened.writer();
        Optional<Contact> contact = identities.contact(owner, writer);
        if (contact.map(Contact::blocked).orElse(false)) {
            mailbox.write(changes);
            return;
        }
        boolean known = contact.isPresent() || writer.equals(owner); // a note to oneself
        for (Tlv part : opened.parts()) {
            try {
                keep(mailbox, changes, pending, relay, scheme, schemeNumber, writer, known, part);
            } catch (MalformedException e) {
                // the scheme refused every body with a wrong part; one that gets here is of a kind that it does not
                // know
                LOG.debug("A part of a body is not used: {}", e.getMessage());
            }
        }
        if (known) {
            Strength.of(schemeNumber).raise(mailbox, changes, owner, writer);
        }
        Optional<Conversations> kept = conversations.get();
        if (kept.isPresent()) {
            kept.get().opened(owner, writer, source(pending, opened), opened.parts(), changes);
        } else if (pending.session().isPresent()) {
            throw new AbsentException("no bundle keeps sessions now"); // it is opened again once one does
        } else {
            mailbox.write(changes);
        }
    }

    private static Source source(Pending pending, Opened opened) {
        return pending.session().isPresent()
                ? pending.session().get().index()
                : new Source.Agreement(pending.reader(), opened.agreeing(), opened.kem());
    }

    private void keep(
            Mailbox mailbox,
            Changes changes,
            Pending pending,
            RelayUrl relay,
            String scheme,
            int schemeNumber,
            PublicKey writer,
            boolean known,
            Tlv part)
            throws IOException, MalformedException, IdentityException {
        PublicKey owner = pending.owner();
        switch (part.type()) {
            case Tlv.RUMOR ->
                rumor(mailbox, changes, owner, relay, scheme, schemeNumber, known, Rumor.read(part.value(), writer));
            case Tlv.PART -> {
                Optional<byte[]> whole =
                        assemble(mailbox, changes, owner, writer, Part.read(part.value(), schemeNumber));
                if (whole.isPresent()) {
                    rumor(mailbox, changes, owner, relay, scheme, schemeNumber, known, Rumor.read(whole.get(), writer));
                }
            }
            case Tlv.ACKS ->
                acknowledged(
                        mailbox, changes, owner, writer, Acks.read(part.value()).rumors(), "the contact's node has it");
            case Tlv.REPLY_RELAY ->
                ReplyRelay.read(part.value())
                        .relay()
                        .ifPresent(url -> changes.put(
                                Drawer.PEER,
                                PeerKey.replyRelay(owner, writer),
                                url.toString().getBytes(StandardCharsets.UTF_8)));
            case Tlv.PROFILE_ID -> stale(mailbox, changes, writer, ProfileId.read(part.value()));
            default -> LOG.trace("A part of type {} is not used here", part.type());
        }
    }

    /** Their newest profile is another one than we have: the outbox looks before it writes to them again. */
    private static void stale(Mailbox mailbox, Changes changes, PublicKey writer, ProfileId told) throws IOException {
        Optional<Event> held = KeptProfile.of(mailbox, writer);
        if (held.isPresent() && !held.get().id().equals(told.id())) {
            changes.put(Drawer.PEER, PeerKey.stale(writer), told.id().bytes());
        }
    }

    private Optional<byte[]> assemble(Mailbox mailbox, Changes changes, PublicKey owner, PublicKey writer, Part part)
            throws IOException {
        String key = owner.hex() + ":" + writer.hex();
        PartSets before = PartsCodec.read(mailbox.note(Drawer.PARTS, key));
        PartSets.Step step = before.accept(part, clock.instant().getEpochSecond());
        if (step.sets().open().isEmpty()) {
            changes.remove(Drawer.PARTS, key);
        } else {
            changes.put(Drawer.PARTS, key, PartsCodec.write(step.sets()));
        }
        return step.json();
    }

    private void rumor(
            Mailbox mailbox,
            Changes changes,
            PublicKey owner,
            RelayUrl relay,
            String scheme,
            int schemeNumber,
            boolean known,
            Rumor rumor)
            throws IOException, IdentityException {
        EventId id = rumor.id();
        PublicKey writer = rumor.pubkey();
        long now = clock.instant().getEpochSecond();
        // to a stranger an acknowledgement would say that one is there: it waits until one writes to them
        long due = known ? clock.millis() + 500 + random.nextInt(ACK_DELAY_MILLIS) : Long.MAX_VALUE;
        AckDuty duty = new AckDuty(owner, writer, ShortId.ofFirst(id.bytes()).hex(), AckDuty.BODIES, due);
        Strength strength = Strength.of(schemeNumber);
        // in a session its index is acknowledged
        if (!writer.equals(owner) && strength != Strength.TAGGED) {
            changes.put(Drawer.ACKS, duty.key(), duty.bytes());
        }
        if (mailbox.knows(owner, writer, id)) {
            if (writer.equals(owner)) {
                acknowledged(
                        mailbox, changes, owner, owner, List.of(ShortId.ofFirst(id.bytes())), "it came back to you");
            }
            return;
        }
        Optional<PublicKey> to = SentElsewhere.recipient(rumor, owner);
        if (to.isPresent()) {
            SentElsewhere.keep(mailbox, identities, changes, owner, to.get(), scheme, rumor, now);
            return;
        }
        if (rumor.kind() == Rumor.DELETION) {
            delete(mailbox, changes, owner, rumor);
        }
        Optional<Letter.Attachment> file = Optional.empty();
        String detail = join(begun(mailbox, changes, owner, writer), weaker(mailbox, owner, writer, strength, scheme));
        if (rumor.kind() == Rumor.FILE) {
            try {
                Manifest manifest = Manifest.read(rumor);
                FileType type = FileType.read(manifest.mime());
                file = Optional.of(new Letter.Attachment(
                        type.name(),
                        type.mime(),
                        manifest.size(),
                        manifest.bodies().size(),
                        0));
                changes.put(
                        Drawer.NOTE,
                        FileTask.key(owner, id),
                        FileTask.fresh(owner, id, relay, manifest, clock.millis())
                                .bytes());
                detail = FileTask.isFetchedUnasked(manifest) ? detail : join(FileTask.WAITS, detail);
            } catch (MalformedException e) {
                detail = join("it names a file in a form that this node does not know", detail);
            }
        }
        changes.put(new Letter(
                0,
                id,
                Optional.of(id),
                owner,
                writer,
                false,
                rumor.kind(),
                rumor.content(),
                rumor.tags(),
                rumor.createdAt(),
                now,
                scheme,
                Letter.State.RECEIVED,
                detail,
                file));
    }

    /** What the owner must know of a message that is kept less well than earlier ones. */
    private String weaker(Mailbox mailbox, PublicKey owner, PublicKey writer, Strength strength, String scheme)
            throws IOException {
        Strength floor = Strength.floor(mailbox, owner, writer);
        Optional<Conversations> kept = conversations.get();
        boolean outside = strength != Strength.TAGGED
                && kept.isPresent()
                && !kept.get().lines(owner, writer).isEmpty();
        return strength.compareTo(floor) < 0
                ? (outside ? "new session: " : "") + "came by scheme " + scheme + ", weaker than '"
                        + floor.name().toLowerCase(Locale.ROOT)
                        + "' of earlier ones: the contact's node lost its state, or somebody else has their key"
                : "";
    }

    /** Said in the first letter after it: whoever has the contact's key could have begun that session. */
    private static String begun(Mailbox mailbox, Changes changes, PublicKey owner, PublicKey writer)
            throws IOException {
        if (mailbox.note(Drawer.PEER, PeerKey.unsaid(owner, writer)).isEmpty()) {
            return "";
        }
        changes.remove(Drawer.PEER, PeerKey.unsaid(owner, writer));
        return "new session: the first message since another session with this contact began; a node of theirs or of yours is"
                + " new or lost its state, a scan key was renewed, or somebody else has their key";
    }

    private static String join(String first, String second) {
        if (first.isEmpty()) {
            return second;
        }
        return second.isEmpty() ? first : first + "; " + second;
    }

    /** Removes what a deletion names, if its writer wrote that. */
    static void delete(Mailbox mailbox, Changes changes, PublicKey owner, Rumor rumor) throws IOException {
        for (List<String> tag : rumor.tags()) {
            if (tag.size() > 1 && tag.get(0).equals("e") && tag.get(1).matches("[0-9a-f]{64}")) {
                EventId gone = EventId.ofHex(tag.get(1));
                Optional<Letter> letter = mailbox.find(owner, gone);
                if (letter.isPresent()
                        && !letter.get().outgoing()
                        && letter.get().peer().equals(rumor.pubkey())) {
                    changes.remove(owner, gone);
                }
            }
        }
    }

    private static void acknowledged(
            Mailbox mailbox, Changes changes, PublicKey owner, PublicKey peer, List<ShortId> rumors, String words)
            throws IOException {
        for (ShortId rumor : rumors) {
            String key = SentKey.of(owner, peer, rumor.hex());
            Optional<byte[]> letter = mailbox.note(Drawer.NOTE, key);
            if (letter.isPresent()) {
                EventId id = EventId.of(letter.get());
                mailbox.change(owner, id, sent -> sent.with(Letter.State.ACKNOWLEDGED, words));
                changes.remove(Drawer.NOTE, key)
                        .remove(Drawer.NOTE, FailedKey.of(owner, id))
                        .remove(Drawer.DELIVERY, owner.hex() + ":" + id.hex());
            }
        }
    }
}
