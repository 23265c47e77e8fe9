// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.identity.Contact;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mail.AckDuty;
import org.throng.mail.Chores;
import org.throng.mail.Conversations;
import org.throng.mail.CopyKey;
import org.throng.mail.FailedKey;
import org.throng.mail.FileType;
import org.throng.mail.PeerKey;
import org.throng.mail.StandardRelays;
import org.throng.mail.Strength;
import org.throng.mail.WaitingException;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.Tlv;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.OpenScheme;
import org.throng.session.Ref;

/**
 * Works off the deliveries and the acknowledgements that are due.
 *
 * <p>Nothing is kept in memory that matters: a delivery lies in the mailbox until its letter is posted to every relay of
 * its route, acknowledged, or given up. A crash between a relay's OK and our note of it makes the next attempt post once
 * more; the receiver stores a rumor once.
 *
 * <p>Threads: those of its {@link Chores}, four of them, each delivery on one at a time.
 */
final class Postman {
    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);

    /** How long a letter is tried before it fails. */
    static final Duration PATIENCE = Duration.ofDays(3);

    /** Refusals in a row, from every relay and for good, before a letter fails. */
    static final int REFUSALS = 4;

    /** Until the next look for a plugin that is not there. */
    private static final long ABSENT_MILLIS = 500;

    /** Until the next look whether our own profile is published. */
    private static final long UNPUBLISHED_MILLIS = 2_000;

    private final Identities identities;
    private final StandardRelays standardRelays;
    private final Ways ways;
    private final Supplier<Optional<Conversations>> conversations;
    private final Routes routes;
    private final FilePosting files;
    private final OpenPosting opens;
    private final Copies copies;
    private final RandomGenerator random;
    private final Clock clock;

    private final Chores chores = new Chores("throng-outbox", 4, this::look);

    Postman(
            Identities identities,
            StandardRelays standardRelays,
            Ways ways,
            Supplier<Optional<Conversations>> conversations,
            Routes routes,
            FilePosting files,
            OpenPosting opens,
            Copies copies,
            RandomGenerator random,
            Clock clock) {
        this.identities = identities;
        this.standardRelays = standardRelays;
        this.ways = ways;
        this.conversations = conversations;
        this.routes = routes;
        this.files = files;
        this.opens = opens;
        this.copies = copies;
        this.random = random;
        this.clock = clock;
    }

    Chores chores() {
        return chores;
    }

    private void look(Mailbox open) throws IOException {
        due(open).forEach((key, chore) -> chores.submit(open, key, chore));
    }

    /** What is to be done now, by what it is about. */
    Map<String, Chores.Chore> due(Mailbox open) throws IOException {
        long now = clock.millis();
        Map<String, Chores.Chore> work = new LinkedHashMap<>();
        owe(open, now);
        open.notes(Drawer.AGAIN, (key, bytes) -> work.put("again:" + key, () -> sendAgain(open, key)));
        open.notes(Drawer.DELIVERY, (key, bytes) -> {
            if (Delivery.read(bytes).nextAt() <= now) {
                work.put(key, () -> deliver(open, key));
            }
        });
        Map<String, List<AckDuty>> due = new LinkedHashMap<>();
        open.notes(Drawer.ACKS, (key, bytes) -> {
            AckDuty duty = AckDuty.read(bytes);
            if (duty.due() <= now) {
                due.computeIfAbsent(duty.owner().hex() + ":" + duty.peer().hex(), pair -> new ArrayList<>())
                        .add(duty);
            }
        });
        due.forEach((pair, duties) -> work.put(
                "acks:" + pair,
                () -> acknowledge(open, duties.get(0).owner(), duties.get(0).peer())));
        return work;
    }

    /** What sessions want to have said is owed from now on, so that a body that fails does not lose it. */
    private void owe(Mailbox open, long now) throws IOException {
        Optional<Conversations> kept = conversations.get();
        if (kept.isEmpty()) {
            return;
        }
        try {
            kept.get().tick();
            Changes changes = new Changes();
            for (Conversations.Saying saying : kept.get().due()) {
                AckDuty duty = AckDuty.bare(saying.owner(), saying.peer(), saying.direct(), now);
                if (open.note(Drawer.ACKS, duty.key()).isEmpty()) {
                    changes.put(Drawer.ACKS, duty.key(), duty.bytes());
                }
            }
            if (!changes.isEmpty()) {
                open.write(changes);
            }
        } catch (IdentityException e) {
            LOG.debug("Sessions wait: {}", e.getMessage()); // locked meanwhile
        }
    }

    /** What carried a letter is gone, and with it every post of it. */
    private void sendAgain(Mailbox open, String key) throws IOException {
        PublicKey owner = PublicKey.ofHex(key.substring(0, 64));
        EventId id = EventId.ofHex(key.substring(65));
        Optional<Letter> letter = open.find(owner, id);
        if (letter.isEmpty()) {
            copies.again(open, owner, id);
        }
        open.write(new Changes().remove(Drawer.AGAIN, key));
        if (letter.isPresent() && letter.get().state() != Letter.State.ACKNOWLEDGED) {
            again(open, letter.get(), true);
        }
    }

    /** Puts a letter back to work at once. */
    void again(Mailbox open, Letter letter) throws IOException {
        again(open, letter, false);
    }

    private void again(Mailbox open, Letter letter, boolean whole) throws IOException {
        String key = letter.owner().hex() + ":" + letter.id().hex();
        Optional<byte[]> held = open.note(Drawer.DELIVERY, key);
        Delivery delivery;
        if (held.isPresent()) {
            delivery = Delivery.read(held.get()).anew(clock.millis());
            delivery = whole ? delivery.unposted() : delivery;
        } else if (letter.file().isPresent()) {
            delivery = Delivery.fresh(letter.owner(), letter.peer(), letter.id(), Optional.empty(), clock.millis());
        } else {
            Rumor rumor = new Rumor(letter.owner(), letter.createdAt(), letter.kind(), letter.tags(), letter.text());
            delivery = Delivery.fresh(
                    letter.owner(),
                    letter.peer(),
                    letter.id(),
                    Optional.of(new String(rumor.json(), StandardCharsets.UTF_8)),
                    clock.millis());
            delivery = delivery.by(Optional.of(letter.scheme()).filter(OpenScheme.NIP17::equals));
        }
        open.write(new Changes()
                .put(Drawer.DELIVERY, key, delivery.bytes())
                .remove(Drawer.NOTE, FailedKey.of(letter.owner(), letter.id())));
        open.change(letter.owner(), letter.id(), old -> old.with(Letter.State.QUEUED, "waits for the next attempt"));
        chores.wake();
    }

    private void deliver(Mailbox open, String key) throws IOException {
        // the note may have changed since the look: done, or tried meanwhile
        Optional<byte[]> held = open.note(Drawer.DELIVERY, key);
        if (held.isEmpty() || Delivery.read(held.get()).nextAt() > clock.millis()) {
            return;
        }
        Delivery delivery = Delivery.read(held.get());
        boolean isCopy = delivery.copyOf().isPresent();
        Optional<Letter> letter = open.find(delivery.owner(), delivery.copyOf().orElse(delivery.letter()));
        if (letter.isEmpty() || !isCopy && letter.get().state() == Letter.State.ACKNOWLEDGED) {
            open.write(new Changes()
                    .remove(Drawer.DELIVERY, delivery.key())
                    .remove(Drawer.NOTE, CopyKey.of(delivery.owner(), delivery.letter())));
            return;
        }
        Attempt attempt = new Attempt();
        Delivery now = delivery;
        try {
            Contact contact = identities
                    .contact(delivery.owner(), delivery.peer())
                    .orElse(new Contact(
                            delivery.peer(), Optional.empty(), List.of(), Optional.empty(), false, false, 0));
            List<RelayUrl> own =
                    identities.find(delivery.owner()).map(standardRelays::of).orElse(List.of());
            if (now.open().isPresent()) {
                now = postOpen(open, now, contact.relays(), own, attempt);
            } else {
                Route route = routes.find(open, delivery.owner(), delivery.peer(), contact.relays(), own);
                attempt.note = route.note();
                if (now.rumor().isEmpty()) {
                    ways.check(
                            open, delivery.owner(), delivery.peer(), route); // a file that waits is not posted either
                    now = postFile(open, now, letter.get(), route);
                }
                now = postRumor(open, now, route, own.stream().findFirst(), attempt);
            }
        } catch (AbsentException | WaitingException e) {
            attempt.absent = true;
            attempt.problem = e.getMessage();
        } catch (KeylessException e) {
            attempt.keyless = true;
            attempt.note = ""; // where it would have been posted is no matter
            attempt.problem = e.getMessage();
        } catch (IdentityException | IOException e) {
            attempt.problem = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("A plugin failed at a letter", e);
            attempt.problem = "a plugin failed: " + e;
        }
        settle(open, now, attempt);
    }

    /** What came of one attempt. */
    private static final class Attempt {
        private final Map<String, Integer> ways = new LinkedHashMap<>(); // bodies by way; none = it did not get so far
        private int relays;
        private boolean allFinal;
        private boolean progress;
        private boolean refused;
        private boolean absent;
        private boolean keyless;
        private String problem = "";
        private String note = "";
        private String scheme = "";

        void add(Map<RelayUrl, String> problems) {
            problems.forEach((relay, words) -> problem +=
                    (problem.isEmpty() ? "" : "; ") + (words.startsWith(relay.toString()) ? "" : relay + ": ") + words);
        }
    }

    private Delivery postOpen(
            Mailbox open, Delivery delivery, List<RelayUrl> hints, List<RelayUrl> own, Attempt attempt)
            throws IOException, IdentityException {
        attempt.note = OpenPosting.NOTE;
        OpenPosting.Result result = opens.post(open, delivery, hints, own);
        attempt.scheme = delivery.open().orElseThrow();
        attempt.ways.put(attempt.scheme, 1);
        attempt.relays = result.relays();
        attempt.progress = result.progress();
        attempt.refused = result.refused();
        attempt.note = result.note();
        attempt.add(result.problems());
        return result.delivery();
    }

    private Delivery postFile(Mailbox open, Delivery delivery, Letter letter, Route route)
            throws IOException, IdentityException {
        Letter.Attachment attachment =
                letter.file().orElseThrow(() -> new IOException("the letter has neither a rumor nor a file"));
        byte[] bytes = FileStore.get(open, delivery.owner(), letter.id(), attachment.size());
        FilePosting.Result result;
        try (SecretKey secret = identities.secret(delivery.owner())) {
            result = files.post(
                    delivery.owner(),
                    secret,
                    delivery.peer(),
                    new FileType(attachment.mime(), attachment.name()).text(),
                    bytes,
                    letter.createdAt(),
                    route.relays(),
                    done -> progress(open, letter, done));
        }
        Delivery next =
                delivery.withRumor(new String(result.manifest().json(), StandardCharsets.UTF_8), result.relays());
        open.change(
                letter.owner(),
                letter.id(),
                old -> old.withRumor(result.manifest().id()));
        Changes changes = new Changes().put(Drawer.DELIVERY, next.key(), next.bytes());
        Sent.note(changes, letter, result.manifest().id());
        copies.add(open, changes, letter, result.manifest());
        open.write(changes);
        return next;
    }

    private static void progress(Mailbox open, Letter letter, int done) {
        try {
            open.change(
                    letter.owner(),
                    letter.id(),
                    old -> old.with(new Letter.Attachment(
                            old.file().orElseThrow().name(),
                            old.file().orElseThrow().mime(),
                            old.file().orElseThrow().size(),
                            old.file().orElseThrow().chunks(),
                            done)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Delivery postRumor(Mailbox open, Delivery delivery, Route route, Optional<RelayUrl> reply, Attempt attempt)
            throws IOException, IdentityException {
        List<RelayUrl> relays = delivery.relays().isEmpty() ? route.relays() : delivery.relays();
        Map<RelayUrl, String> problems = new LinkedHashMap<>();
        attempt.allFinal = true;
        Delivery now = delivery;
        try {
            for (Way way : ways.forWords(open, delivery.owner(), delivery.peer(), route, reply)) {
                now = postRumor(open, now, way, relays, problems, attempt);
            }
        } finally {
            attempt.refused = attempt.allFinal && problems.size() == relays.size();
            attempt.add(problems);
        }
        return now;
    }

    private Delivery postRumor(
            Mailbox open,
            Delivery delivery,
            Way way,
            List<RelayUrl> relays,
            Map<RelayUrl, String> problems,
            Attempt attempt)
            throws IOException, IdentityException {
        attempt.scheme = way.scheme().name();
        List<Tlv> pieces =
                BodyPlan.pieces(delivery.rumor().orElseThrow(), way.scheme().number());
        List<Set<RelayUrl>> posted = delivery.posted(way.name(), pieces.size());
        Set<RelayUrl> all = new LinkedHashSet<>(relays);
        posted.forEach(all::addAll); // one that has it counts, though the recipient may have left it
        attempt.relays = Math.max(attempt.relays, all.size());
        attempt.ways.put(way.name(), pieces.size());
        Delivery now = delivery;
        for (int i = 0; i < pieces.size(); i++) {
            List<RelayUrl> missing = new ArrayList<>(relays);
            missing.removeAll(posted.get(i));
            missing.removeAll(problems.keySet());
            if (missing.isEmpty()) {
                continue;
            }
            Way.Posted answers = way.post(
                    Optional.of(pieces.get(i)),
                    Optional.of(new Ref(delivery.letter(), i, pieces.size(), "")),
                    missing,
                    duties(open, delivery.owner(), delivery.peer()));
            for (Map.Entry<RelayUrl, Poster.Answer> answer : answers.answers().entrySet()) {
                if (answer.getValue().accepted()) {
                    posted.get(i).add(answer.getKey());
                } else {
                    problems.put(answer.getKey(), answer.getValue().words());
                    attempt.allFinal &= answer.getValue().isFinal();
                }
            }
            Changes changes = new Changes();
            if (answers.isTaken()) {
                attempt.progress = true;
                answers.acks().forEach(duty -> use(changes, duty));
            }
            now = now.withPosted(way.name(), posted);
            open.write(changes.put(Drawer.DELIVERY, now.key(), now.bytes()));
        }
        return now;
    }

    /** How many relays have all of it, on the way that has it on fewest. */
    private static long whole(Delivery delivery, Attempt attempt) {
        Map<String, Integer> bodies = new LinkedHashMap<>();
        if (attempt.ways.isEmpty()) { // it did not get so far: what is there from before counts
            delivery.posted().forEach((way, sets) -> bodies.put(way, sets.size()));
        } else {
            bodies.putAll(attempt.ways);
        }
        return bodies.entrySet().stream()
                .mapToLong(way -> delivery.relaysWithAll(way.getKey(), way.getValue()))
                .min()
                .orElse(0);
    }

    private void settle(Mailbox open, Delivery delivery, Attempt attempt) throws IOException {
        long whole = whole(delivery, attempt);
        String note = attempt.note.isEmpty() ? "" : "; " + attempt.note;
        boolean done = whole > 0 && attempt.problem.isEmpty();
        boolean waits = attempt.absent || attempt.keyless; // for something, or somebody: that is no failure
        boolean late = !waits && clock.millis() - delivery.since() > PATIENCE.toMillis();
        int failures = attempt.absent ? delivery.attempts() : attempt.progress ? 1 : delivery.attempts() + 1;
        int refusals = waits ? delivery.refusals() : attempt.refused ? delivery.refusals() + 1 : 0;
        boolean refused = refusals >= REFUSALS;
        Changes changes = new Changes();
        long wait = attempt.absent ? ABSENT_MILLIS : Backoff.millis(failures, random);
        Delivery next = delivery.again(failures, refusals, clock.millis() + wait);
        if (delivery.copyOf().isPresent()) {
            boolean inSession = done && !attempt.ways.keySet().equals(Set.of(Way.OUTSIDE));
            Copies.settle(changes, next, done || late || refused, inSession);
            open.write(changes);
            return;
        }
        if (done || late || refused) {
            changes.remove(Drawer.DELIVERY, delivery.key());
            if (whole == 0) {
                changes.put(Drawer.NOTE, FailedKey.of(delivery.owner(), delivery.letter()), new byte[] {1});
            }
        } else {
            changes.put(Drawer.DELIVERY, next.key(), next.bytes());
        }
        open.change(delivery.owner(), delivery.letter(), letter -> {
            if (letter.state() == Letter.State.ACKNOWLEDGED) {
                return letter;
            }
            if (whole > 0 && attempt.ways.isEmpty()) {
                return letter; // it did not get as far as the relays: what was said of them holds
            }
            Letter sealed = attempt.scheme.isEmpty() ? letter : letter.by(attempt.scheme);
            if (whole > 0) {
                String rest = attempt.problem.isEmpty() ? "" : "; " + attempt.problem;
                return sealed.with(
                        Letter.State.POSTED, "relay " + whole + " of " + attempt.relays + " said OK" + rest + note);
            }
            if (late || refused) {
                return sealed.with(
                        Letter.State.FAILED,
                        (late ? "no relay took it within 3 days: " : "every relay refused it: ") + attempt.problem
                                + "; look at 'throng doctor' and 'throng relays test', then 'throng retry'" + note);
            }
            return sealed.with(
                    Letter.State.QUEUED,
                    attempt.problem + "; attempt " + (failures + 1) + " in about "
                            + Math.max(1, (next.nextAt() - clock.millis()) / 1000) + " s" + note);
        });
        open.write(changes);
    }

    /** A body without words: acknowledgements, when nothing was said for a while, or what a session wants to have said. */
    private void acknowledge(Mailbox open, PublicKey owner, PublicKey peer) throws IOException {
        List<AckDuty> duties = duties(open, owner, peer);
        List<AckDuty> due =
                duties.stream().filter(duty -> duty.due() <= clock.millis()).toList();
        if (due.isEmpty()) {
            return; // a letter took them along since the look
        }
        Changes changes = new Changes();
        String problem = "";
        try {
            Optional<Contact> contact = identities.contact(owner, peer);
            boolean known = contact.isPresent() || owner.equals(peer); // a note to oneself
            if (!known || contact.map(Contact::blocked).orElse(false)) {
                duties.forEach(duty -> changes.remove(Drawer.ACKS, duty.key()));
                open.write(changes);
                return;
            }
            if (open.note(Drawer.NOTE, PeerKey.own(owner)).isEmpty()
                    && due.stream().allMatch(AckDuty::isBare)) {
                // until then the answer would be sealed for what an earlier node of ours published
                long soon = clock.millis() + UNPUBLISHED_MILLIS;
                due.forEach(duty ->
                        changes.put(Drawer.ACKS, duty.key(), duty.dueAt(soon).bytes()));
                open.write(changes);
                return;
            }
            List<RelayUrl> own = identities.find(owner).map(standardRelays::of).orElse(List.of());
            Route route =
                    routes.find(open, owner, peer, contact.map(Contact::relays).orElse(List.of()), own);
            boolean direct = due.stream().anyMatch(duty -> duty.rumor().equals(AckDuty.DIRECT));
            Strength floor = Strength.floor(open, owner, peer);
            boolean worded = due.stream().anyMatch(duty -> !duty.isBare());
            List<Way> sessions = direct
                    ? List.of()
                    : worded ? ways.sessions(owner, peer, route, floor) : ways.owed(owner, peer, route, floor);
            List<Way> all = sessions.isEmpty()
                    ? List.of(
                            ways.outside(open, owner, peer, route, own.stream().findFirst()))
                    : sessions;
            if (due.stream().allMatch(duty -> duty.rumor().equals(AckDuty.DIRECT))
                    && all.stream().noneMatch(Way::begins)
                    && ways.sessions(owner, peer, route, floor).isEmpty()) {
                // a body that begins nothing would only show that one was sent
                throw new WaitingException("no session can be begun until a profile that reads them is found");
            }
            for (Way way : all) {
                String failed = say(way, route.relays(), duties, changes);
                problem += failed;
                if (failed.isEmpty() && way.begins()) {
                    ways.asked(changes, owner, peer);
                }
            }
            if (problem.isEmpty()) {
                due.stream().filter(AckDuty::isBare).forEach(duty -> changes.remove(Drawer.ACKS, duty.key()));
            }
        } catch (IdentityException | IOException e) {
            problem = String.valueOf(e.getMessage());
        }
        if (!problem.isEmpty()) {
            LOG.info("A body without words waits: {}", problem);
            long later = clock.millis() + Backoff.millis(6, random);
            due.forEach(duty ->
                    changes.put(Drawer.ACKS, duty.key(), duty.dueAt(later).bytes()));
        }
        open.write(changes);
    }

    /** Outside sessions to every relay; in a session, where each post takes an index, to the first that takes it. */
    private static String say(Way way, List<RelayUrl> relays, List<AckDuty> duties, Changes changes)
            throws IOException, IdentityException {
        List<List<RelayUrl>> rounds = way.name().equals(Way.OUTSIDE)
                ? List.of(relays)
                : relays.stream().map(List::of).toList();
        String problem = "no relay is known";
        for (List<RelayUrl> round : rounds) {
            Way.Posted posted = way.post(Optional.empty(), Optional.empty(), round, duties);
            if (posted.isTaken()) {
                posted.acks().forEach(duty -> use(changes, duty));
                return "";
            }
            problem = posted.answers().values().iterator().next().words();
        }
        return problem;
    }

    private static void use(Changes changes, AckDuty duty) {
        Optional<AckDuty> left = duty.used();
        if (left.isPresent()) {
            changes.put(Drawer.ACKS, duty.key(), left.get().bytes());
        } else {
            changes.remove(Drawer.ACKS, duty.key());
        }
    }

    private static List<AckDuty> duties(Mailbox open, PublicKey owner, PublicKey peer) throws IOException {
        Map<String, AckDuty> duties = new HashMap<>();
        open.notes(Drawer.ACKS, (key, bytes) -> {
            AckDuty duty = AckDuty.read(bytes);
            if (duty.owner().equals(owner) && duty.peer().equals(peer)) {
                duties.put(key, duty);
            }
        });
        return List.copyOf(duties.values());
    }
}
