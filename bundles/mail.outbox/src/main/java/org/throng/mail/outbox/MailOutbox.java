// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.identity.Contact;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mail.Conversations;
import org.throng.mail.Draft;
import org.throng.mail.FailedKey;
import org.throng.mail.FileType;
import org.throng.mail.MailException;
import org.throng.mail.Outbox;
import org.throng.mail.ReadingKeys;
import org.throng.mail.StandardRelays;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.file.FileKey;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.OpenScheme;
import org.throng.scheme.Scheme;
import org.throng.transport.Transport;

/** Takes letters, puts them on the disk, and wakes the {@link Postman}. */
@Designate(ocd = OutboxSettings.class)
@Component(service = Outbox.class, configurationPid = OutboxSettings.PID)
public final class MailOutbox implements Outbox {
    /** What an open scheme adds to a rumor's JSON: its id. */
    private static final int ID_MEMBER = 72;

    private final Identities identities;
    private final Curve curve;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock = Clock.systemUTC();
    private final Copies copies;
    private final Postman postman;

    private volatile Mailbox mailbox;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Scheme> schemes = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Transport> transports = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<OpenScheme> openSchemes = List.of();

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Conversations conversations;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile ReadingKeys keys;

    @Activate
    public MailOutbox(
            @Reference Identities identities,
            @Reference Curve curve,
            @Reference StandardRelays standardRelays,
            OutboxSettings settings) {
        this.identities = identities;
        this.curve = curve;
        Poster poster = new Poster(() -> bestFirst(schemes), () -> bestFirst(transports), clock);
        Routes routes = new Routes(curve, this::newest, clock);
        FilePosting files = new FilePosting(curve, poster, random, clock);
        OpenPosting opens =
                new OpenPosting(() -> bestFirst(openSchemes), poster, routes, identities, standardRelays, clock);
        Ways ways = new Ways(
                poster,
                identities,
                this::conversations,
                () -> Optional.ofNullable(keys),
                settings.scheme(),
                random,
                clock);
        copies = new Copies(settings.copies(), this::conversations, random, clock);
        postman = new Postman(
                identities, standardRelays, ways, this::conversations, routes, files, opens, copies, random, clock);
    }

    /** Before it no thread runs: Declarative Services may let go of an instance that it made, and tell it nothing. */
    @Activate
    void start() {
        postman.chores().start();
    }

    private Optional<Conversations> conversations() {
        return Optional.ofNullable(conversations);
    }

    /** Declarative Services gives the lowest ranking first. */
    private static <T> List<T> bestFirst(List<T> ascending) {
        List<T> best = new ArrayList<>(ascending);
        Collections.reverse(best);
        return best;
    }

    @Deactivate
    void stop() throws InterruptedException {
        postman.chores().close();
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void setMailbox(Mailbox opened) {
        mailbox = opened;
        postman.chores().open(opened);
    }

    void unsetMailbox(Mailbox closed) {
        if (mailbox == closed) {
            mailbox = null;
        }
        postman.chores().close(closed);
    }

    @Override
    public Letter send(PublicKey owner, PublicKey recipient, Draft draft) throws MailException, IOException {
        Mailbox open = open(owner, recipient);
        long now = clock.instant().getEpochSecond();
        List<List<String>> tags = new ArrayList<>();
        tags.add(List.of("p", recipient.hex()));
        tags.addAll(draft.tags());
        Rumor rumor = rumor(owner, now, draft, tags);
        // two equal texts of one second would be one message to the receiver
        while (open.knows(owner, owner, rumor.id())) {
            rumor = rumor(owner, rumor.createdAt() + 1, draft, tags);
        }
        if (draft.open().isPresent()) {
            checkOpen(draft.open().get(), rumor);
        } else if (rumor.json().length > Rumor.MAX_LENGTH) {
            if (draft.kind() != Rumor.TEXT) {
                throw new MailException(
                        MailException.Reason.BAD_INPUT, "expected at most 13,520 bytes, got " + rumor.json().length);
            }
            return queueFile(
                    open,
                    owner,
                    recipient,
                    new FileType(FileType.LONG_TEXT, ""),
                    draft.text().getBytes(StandardCharsets.UTF_8),
                    draft.text());
        }
        Letter letter = new Letter(
                0,
                rumor.id(),
                Optional.of(rumor.id()),
                owner,
                recipient,
                true,
                rumor.kind(),
                rumor.content(),
                rumor.tags(),
                rumor.createdAt(),
                now,
                draft.open().orElse(""),
                Letter.State.QUEUED,
                "waits for the first attempt",
                Optional.empty());
        String json = new String(rumor.json(), StandardCharsets.UTF_8);
        Delivery delivery = Delivery.fresh(owner, recipient, letter.id(), Optional.of(json), clock.millis());
        if (draft.open().isPresent()) {
            return queue(open, new Changes(), letter, delivery.by(draft.open()));
        }
        Changes changes = new Changes();
        Sent.note(changes, letter, rumor.id());
        copies.add(open, changes, letter, rumor);
        return queue(open, changes, letter, delivery);
    }

    private void checkOpen(String name, Rumor rumor) throws MailException {
        if (openSchemes.stream().noneMatch(scheme -> scheme.name().equals(name))) {
            throw new MailException(MailException.Reason.BAD_INPUT, "no bundle offers scheme " + name + " now");
        }
        int most = OpenScheme.MAX_RUMOR - ID_MEMBER;
        if (rumor.json().length > most) {
            throw new MailException(
                    MailException.Reason.BAD_INPUT,
                    "by " + name + " go at most " + most + " bytes, got " + rumor.json().length);
        }
    }

    private static Rumor rumor(PublicKey owner, long createdAt, Draft draft, List<List<String>> tags)
            throws MailException {
        try {
            return new Rumor(owner, createdAt, draft.kind(), tags, draft.text());
        } catch (IllegalArgumentException e) {
            throw new MailException(MailException.Reason.BAD_INPUT, e.getMessage());
        }
    }

    @Override
    public Letter sendFile(PublicKey owner, PublicKey recipient, String name, String mime, InputStream bytes)
            throws MailException, IOException {
        Mailbox open = open(owner, recipient);
        byte[] file = bytes.readNBytes((int) MAX_FILE + 1);
        return queueFile(open, owner, recipient, new FileType(mime, name), file, "");
    }

    private Letter queueFile(
            Mailbox open, PublicKey owner, PublicKey recipient, FileType type, byte[] file, String text)
            throws MailException, IOException {
        if (file.length > MAX_FILE) {
            throw new MailException(
                    MailException.Reason.BAD_INPUT, "a file has at most 8 MiB (8,388,608 bytes); this one has more");
        }
        byte[] id = new byte[EventId.LENGTH];
        random.nextBytes(id);
        long now = clock.instant().getEpochSecond();
        Letter letter = new Letter(
                0,
                EventId.of(id),
                Optional.empty(),
                owner,
                recipient,
                true,
                Rumor.FILE,
                text,
                List.of(),
                now,
                now,
                "",
                Letter.State.QUEUED,
                "waits for the first attempt",
                Optional.of(new Letter.Attachment(
                        type.name(), type.mime(), file.length, (int) FileKey.chunks(file.length), 0)));
        Changes changes = new Changes();
        FileStore.put(changes, owner, letter.id(), file);
        Delivery delivery = Delivery.fresh(owner, recipient, letter.id(), Optional.empty(), clock.millis());
        return queue(open, changes, letter, delivery);
    }

    private Letter queue(Mailbox open, Changes changes, Letter letter, Delivery delivery)
            throws MailException, IOException {
        know(letter.owner(), letter.peer());
        open.write(changes.put(letter).put(Drawer.DELIVERY, delivery.key(), delivery.bytes()));
        postman.chores().wake();
        return open.find(letter.owner(), letter.id()).orElse(letter);
    }

    /** Whom one writes to is a contact, but for oneself. */
    private void know(PublicKey owner, PublicKey peer) throws MailException {
        try {
            if (!peer.equals(owner) && identities.contact(owner, peer).isEmpty()) {
                identities.put(
                        owner,
                        new Contact(
                                peer,
                                Optional.empty(),
                                List.of(),
                                Optional.empty(),
                                false,
                                false,
                                clock.instant().getEpochSecond()));
            }
        } catch (IdentityException e) {
            throw new MailException(MailException.Reason.LOCKED, e.getMessage());
        }
    }

    @Override
    public Letter retry(EventId id) throws MailException, IOException {
        Mailbox open = mailbox;
        if (open == null) {
            throw locked();
        }
        Letter letter = open.find(id)
                .filter(Letter::outgoing)
                .orElseThrow(() -> new MailException(MailException.Reason.UNKNOWN, "no letter of yours has this id"));
        if (letter.state() == Letter.State.ACKNOWLEDGED) {
            return letter;
        }
        postman.again(open, letter);
        return open.find(letter.owner(), id).orElse(letter);
    }

    @Override
    public Backlog backlog() throws IOException {
        Mailbox open = mailbox;
        int[] counts = new int[2];
        if (open != null) {
            open.notes(Drawer.DELIVERY, (key, bytes) -> {
                Delivery delivery = Delivery.read(bytes);
                Optional<Letter> letter = open.find(delivery.owner(), delivery.letter());
                if (letter.isPresent() && letter.get().state() == Letter.State.QUEUED) {
                    counts[0]++;
                }
            });
            open.notes(Drawer.NOTE, (key, bytes) -> counts[1] += key.startsWith(FailedKey.PREFIX) ? 1 : 0);
        }
        return new Backlog(counts[0], counts[1]);
    }

    private Mailbox open(PublicKey owner, PublicKey recipient) throws MailException {
        Mailbox open = mailbox;
        if (open == null) {
            throw locked();
        }
        if (identities.find(owner).isEmpty()) {
            throw new MailException(MailException.Reason.UNKNOWN, "no identity of yours has the key " + owner.hex());
        }
        if (!curve.contains(recipient)) {
            throw new MailException(
                    MailException.Reason.BAD_INPUT, "the recipient's key is no point of the curve secp256k1");
        }
        try {
            if (identities.contact(owner, recipient).filter(Contact::blocked).isPresent()) {
                throw new MailException(
                        MailException.Reason.REFUSED, "you blocked this contact; unblock it to write to it");
            }
        } catch (IdentityException e) {
            throw new MailException(MailException.Reason.LOCKED, e.getMessage());
        }
        return open;
    }

    private static MailException locked() {
        return new MailException(
                MailException.Reason.LOCKED,
                "the vault is locked or not made yet; use 'throng id unlock' or 'throng id new'");
    }

    private CompletableFuture<Optional<Event>> newest(RelayUrl relay, PublicKey author, int kind) {
        return bestFirst(transports).stream()
                .filter(candidate -> candidate.reaches(relay))
                .findFirst()
                .map(transport -> transport.newest(relay, author, kind).orTimeout(40, TimeUnit.SECONDS))
                .orElseGet(
                        () -> CompletableFuture.failedFuture(new IOException("no bundle reaches " + relay + " now")));
    }
}
