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
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.RelayUrl;
import org.throng.identity.Contact;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mail.AckDuty;
import org.throng.mail.Chores;
import org.throng.mail.FailedKey;
import org.throng.mail.FileType;
import org.throng.mail.StandardRelays;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Tlv;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.Scheme;
import org.throng.scheme.Sender;

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

    private final Identities identities;
    private final StandardRelays standardRelays;
    private final Poster poster;
    private final Routes routes;
    private final FilePosting files;
    private final RandomGenerator random;
    private final Clock clock;

    private final Chores chores = new Chores("throng-outbox", 4, this::look);

    Postman(
            Identities identities,
            StandardRelays standardRelays,
            Poster poster,
            Routes routes,
            FilePosting files,
            RandomGenerator random,
            Clock clock) {
        this.identities = identities;
        this.standardRelays = standardRelays;
        this.poster = poster;
        this.routes = routes;
        this.files = files;
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

    /** Puts a letter back to work at once. */
    void again(Mailbox open, Letter letter) throws IOException {
        String key = letter.owner().hex() + ":" + letter.id().hex();
        Optional<byte[]> held = open.note(Drawer.DELIVERY, key);
        Delivery delivery;
        if (held.isPresent()) {
            delivery = Delivery.read(held.get()).anew(clock.millis());
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
        Optional<Letter> letter = open.find(delivery.owner(), delivery.letter());
        if (letter.isEmpty() || letter.get().state() == Letter.State.ACKNOWLEDGED) {
            open.write(new Changes().remove(Drawer.DELIVERY, delivery.key()));
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
            Route route = routes.find(open, delivery.owner(), delivery.peer(), contact.relays(), own);
            attempt.note = route.note();
            if (now.rumor().isEmpty()) {
                now = postFile(open, now, letter.get(), route);
            }
            now = postRumor(open, now, route, own.stream().findFirst(), attempt);
        } catch (AbsentException e) {
            attempt.absent = true;
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
        private int bodies = 1;
        private int relays; // 0 = it did not get so far
        private boolean progress;
        private boolean refused;
        private boolean absent;
        private String problem = "";
        private String note = "";
        private String scheme = "";
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
        Set<RelayUrl> all = new LinkedHashSet<>(relays);
        delivery.posted().forEach(all::addAll); // one that has it counts, though the recipient may have left it
        attempt.relays = all.size();
        Scheme scheme = poster.scheme(SchemeId.DIRECT);
        attempt.scheme = scheme.name();
        List<Tlv> pieces = BodyPlan.pieces(delivery.rumor().orElseThrow(), scheme.number());
        attempt.bodies = pieces.size();
        List<Set<RelayUrl>> posted = new ArrayList<>();
        delivery.posted().forEach(set -> posted.add(new LinkedHashSet<>(set)));
        while (posted.size() < pieces.size()) {
            posted.add(new LinkedHashSet<>());
        }
        Map<RelayUrl, String> problems = new LinkedHashMap<>();
        boolean allFinal = true;
        Delivery now = delivery;
        for (int i = 0; i < pieces.size(); i++) {
            List<RelayUrl> missing = new ArrayList<>(relays);
            missing.removeAll(posted.get(i));
            missing.removeAll(problems.keySet());
            if (missing.isEmpty()) {
                continue;
            }
            List<AckDuty> duties = duties(open, delivery.owner(), delivery.peer());
            BodyPlan plan = BodyPlan.of(Optional.of(pieces.get(i)), reply, duties);
            Map<RelayUrl, Poster.Answer> answers;
            try (SecretKey secret = identities.secret(delivery.owner())) {
                answers = poster.post(
                        scheme, new Sender(delivery.owner(), secret), route.recipient(), plan.contents(), missing);
            }
            Changes changes = new Changes();
            boolean taken = false;
            for (Map.Entry<RelayUrl, Poster.Answer> answer : answers.entrySet()) {
                if (answer.getValue().accepted()) {
                    posted.get(i).add(answer.getKey());
                    taken = true;
                } else {
                    problems.put(answer.getKey(), answer.getValue().words());
                    allFinal &= answer.getValue().isFinal();
                }
            }
            if (taken) {
                attempt.progress = true;
                plan.acks().forEach(duty -> use(changes, duty));
            }
            now = now.withPosted(posted);
            open.write(changes.put(Drawer.DELIVERY, now.key(), now.bytes()));
        }
        attempt.refused = allFinal && problems.size() == relays.size();
        problems.forEach((relay, words) -> attempt.problem += (attempt.problem.isEmpty() ? "" : "; ")
                + (words.startsWith(relay.toString()) ? "" : relay + ": ")
                + words);
        return now;
    }

    private void settle(Mailbox open, Delivery delivery, Attempt attempt) throws IOException {
        long whole = delivery.rumor().isPresent() ? delivery.relaysWithAll(attempt.bodies) : 0;
        String note = attempt.note.isEmpty() ? "" : "; " + attempt.note;
        boolean done = whole > 0 && attempt.problem.isEmpty();
        boolean late = clock.millis() - delivery.since() > PATIENCE.toMillis();
        int failures = attempt.absent ? delivery.attempts() : attempt.progress ? 1 : delivery.attempts() + 1;
        int refusals = attempt.absent ? delivery.refusals() : attempt.refused ? delivery.refusals() + 1 : 0;
        boolean refused = refusals >= REFUSALS;
        Changes changes = new Changes();
        long wait = attempt.absent ? ABSENT_MILLIS : Backoff.millis(failures, random);
        Delivery next = delivery.again(failures, refusals, clock.millis() + wait);
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
            if (whole > 0 && attempt.relays == 0) {
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

    /** A body of acknowledgements alone, when nothing was said for a while. */
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
            if (contact.isEmpty() || contact.get().blocked()) {
                duties.forEach(duty -> changes.remove(Drawer.ACKS, duty.key()));
                open.write(changes);
                return;
            }
            List<RelayUrl> own = identities.find(owner).map(standardRelays::of).orElse(List.of());
            Route route = routes.find(open, owner, peer, contact.get().relays(), own);
            Scheme scheme = poster.scheme(SchemeId.DIRECT);
            BodyPlan plan = BodyPlan.of(Optional.empty(), own.stream().findFirst(), duties);
            Map<RelayUrl, Poster.Answer> answers;
            try (SecretKey secret = identities.secret(owner)) {
                answers = poster.post(
                        scheme, new Sender(owner, secret), route.recipient(), plan.contents(), route.relays());
            }
            if (answers.values().stream().anyMatch(Poster.Answer::accepted)) {
                plan.acks().forEach(duty -> use(changes, duty));
            } else {
                problem = answers.values().iterator().next().words();
            }
        } catch (IdentityException | IOException e) {
            problem = String.valueOf(e.getMessage());
        }
        if (!problem.isEmpty()) {
            LOG.debug("An acknowledgement waits: {}", problem);
            long later = clock.millis() + Backoff.millis(6, random);
            due.forEach(duty ->
                    changes.put(Drawer.ACKS, duty.key(), duty.dueAt(later).bytes()));
        }
        open.write(changes);
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
