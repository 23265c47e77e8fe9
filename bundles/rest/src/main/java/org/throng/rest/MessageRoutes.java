// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.identity.Pointer;
import org.throng.mail.ChunkKey;
import org.throng.mail.Draft;
import org.throng.mail.FailedKey;
import org.throng.mail.Inbox;
import org.throng.mail.MailException;
import org.throng.mail.Outbox;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.relay.Relay;
import org.throng.scheme.OpenScheme;

/** Messages and files. */
final class MessageRoutes {
    private static final int TEXT = 14;
    private static final int FILE = 15;
    private static final int REACTION = 7;
    private static final long FILE_WAIT_MILLIS = 600_000;

    private final Identities identities;
    private final People people;
    private final OpenMailbox mailbox;
    private final Supplier<Outbox> outbox;
    private final Supplier<Inbox> inbox;
    private final Supplier<Relay> relay;
    private final Clock clock;
    private final Set<Feed> feeds = ConcurrentHashMap.newKeySet();

    MessageRoutes(
            Identities identities,
            People people,
            OpenMailbox mailbox,
            Supplier<Outbox> outbox,
            Supplier<Inbox> inbox,
            Supplier<Relay> relay,
            Clock clock) {
        this.identities = identities;
        this.people = people;
        this.mailbox = mailbox;
        this.outbox = outbox;
        this.inbox = inbox;
        this.relay = relay;
        this.clock = clock;
    }

    void addTo(Router router) {
        router.add("POST", "/messages", this::send);
        router.add("POST", "/files", this::sendFile);
        router.add("GET", "/messages", this::list);
        router.add("GET", "/messages/follow", this::follow);
        router.add("GET", "/messages/{id}", call -> Json.ok(json(letter(call))));
        router.add("DELETE", "/messages/{id}", this::delete);
        router.add(
                "POST", "/messages/{id}/retry", call -> Json.ok(json(outbox().retry(People.id(call.variable("id"))))));
        router.add("GET", "/search", this::search);
        router.add("GET", "/files/{id}", this::file);
        router.add("POST", "/space/free", call -> free());
    }

    /** On a relay, which keeps no messages, the space of its events alone. */
    private Answer free() throws Problem, IOException {
        Optional<Mailbox> kept = mailbox.ifKept();
        long freed = kept.isPresent() ? kept.get().compact() : 0;
        return Json.ok(Map.of("freedBytes", freed + AdminRoutes.compact(relay.get())));
    }

    private Mailbox open() throws Problem {
        return mailbox.get();
    }

    private Outbox outbox() throws Problem {
        open(); // says what is missing: the vault's passphrase, or another role
        Outbox present = outbox.get();
        if (present == null) {
            throw Problem.notHere("the outbox");
        }
        return present;
    }

    private Answer send(Call call) throws Problem, IOException, IdentityException, MailException {
        open(); // before what was sent is looked at
        PublicKey owner = people.identity(call.text("from")).npub();
        Pointer.Profile to = people.person(owner, call.required("to"));
        Object kind = call.json().get("kind");
        if (kind != null && !List.of(14L, 7L, 5L).contains(kind)) {
            throw Problem.badData("kind is 14 (text), 7 (reaction) or 5 (deletion)");
        }
        Optional<String> scheme = call.text("scheme");
        if (scheme.isPresent() && !scheme.get().equals(OpenScheme.NIP17)) {
            throw Problem.badData("scheme is nip17, for people without Throng, or left out");
        }
        List<List<String>> tags = new ArrayList<>();
        Optional<String> replyTo = call.text("replyTo");
        if (replyTo.isPresent()) {
            tags.add(List.of("e", People.id(replyTo.get()).hex()));
        }
        List<RelayUrl> relays = new ArrayList<>(to.relays());
        relays.addAll(call.relays().orElse(List.of()));
        people.remember(
                owner, new Pointer.Profile(to.npub(), relays), clock.instant().getEpochSecond());
        Letter letter = outbox().send(
                        owner,
                        to.npub(),
                        new Draft(
                                kind == null ? TEXT : (int) (long) (Long) kind,
                                call.text("text").orElse(""),
                                tags,
                                scheme));
        return Json.ok(json(letter));
    }

    private Answer sendFile(Call call) throws Problem, IOException, IdentityException, MailException {
        open();
        PublicKey owner = people.identity(call.parameter("from")).npub();
        Pointer.Profile to =
                people.person(owner, call.parameter("to").orElseThrow(() -> Problem.badData("the query needs 'to'")));
        people.remember(owner, to, clock.instant().getEpochSecond());
        Letter letter = outbox().sendFile(
                        owner,
                        to.npub(),
                        call.parameter("name").orElse(""),
                        call.parameter("mime").orElse("application/octet-stream"),
                        call.request().body());
        return Json.ok(json(letter));
    }

    private static boolean isShown(Letter letter) {
        return letter.kind() == TEXT || letter.kind() == FILE || letter.kind() == REACTION;
    }

    /** What I sent to myself is received as well, as soon as it came back. */
    static boolean isNote(Letter letter) {
        return letter.peer().equals(letter.owner()) && letter.state() == Letter.State.ACKNOWLEDGED;
    }

    private Predicate<Letter> wanted(Call call) throws Problem, IdentityException {
        String box = call.parameter("box").orElse("all");
        if (!List.of("inbox", "outbox", "all").contains(box)) {
            throw Problem.badData("box is inbox, outbox or all");
        }
        Optional<String> as = call.parameter("as");
        Optional<PublicKey> owner =
                as.isPresent() ? Optional.of(people.identity(as).npub()) : Optional.empty();
        Optional<String> with = call.parameter("with");
        Optional<PublicKey> peer = with.isPresent()
                ? Optional.of(people.person(
                                owner.isPresent()
                                        ? owner.get()
                                        : people.identity(Optional.empty()).npub(),
                                with.get())
                        .npub())
                : Optional.empty();
        return letter -> isShown(letter)
                && (box.equals("all") || letter.outgoing() == box.equals("outbox") || isNote(letter))
                && owner.map(letter.owner()::equals).orElse(true)
                && peer.map(letter.peer()::equals).orElse(true);
    }

    private static long cursor(Call call) throws Problem {
        String text = call.parameter("after")
                .or(() -> call.request().header("Last-Event-ID"))
                .orElse("0");
        if (!text.matches("[0-9]{1,18}")) {
            throw Problem.badData("after is the cursor of a message, a number");
        }
        return Long.parseLong(text);
    }

    private Answer list(Call call) throws Problem, IOException, IdentityException {
        Predicate<Letter> wanted = wanted(call);
        int limit = call.number("limit", 100, 1, 1_000);
        List<Letter> found = new ArrayList<>();
        open().letters(cursor(call), letter -> {
            if (wanted.test(letter)) {
                found.add(letter);
            }
            return found.size() <= limit;
        });
        boolean more = found.size() > limit;
        List<Map<String, Object>> messages = new ArrayList<>();
        for (Letter letter : found.subList(0, Math.min(limit, found.size()))) {
            messages.add(json(letter));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messages", messages);
        json.put("next", more ? found.get(limit - 1).cursor() : null);
        return Json.ok(json);
    }

    private Answer search(Call call) throws Problem, IOException, IdentityException {
        String words = call.parameter("q")
                .orElseThrow(() -> Problem.badData("the query needs 'q'"))
                .toLowerCase(Locale.ROOT);
        Predicate<Letter> wanted = wanted(call);
        int limit = call.number("limit", 100, 1, 1_000);
        List<Letter> found = new ArrayList<>();
        open().letters(0, letter -> {
            String name = letter.file().map(Letter.Attachment::name).orElse("");
            if (wanted.test(letter)
                    && (letter.text().toLowerCase(Locale.ROOT).contains(words)
                            || name.toLowerCase(Locale.ROOT).contains(words))) {
                found.add(letter);
            }
            return true;
        });
        List<Map<String, Object>> messages = new ArrayList<>();
        for (Letter letter : found.subList(Math.max(0, found.size() - limit), found.size())) {
            messages.add(json(letter));
        }
        return Json.ok(Map.of("messages", messages));
    }

    /** The letters that are there, then each as it is put, until the other end goes or the vault is locked. */
    private Answer follow(Call call) throws Problem, IdentityException {
        Predicate<Letter> wanted = wanted(call);
        Mailbox open = open();
        long after = cursor(call);
        return Answer.open("text/event-stream", (stream, closed) -> {
            Feed feed = new Feed(stream, letter -> wanted.test(letter) ? event(letter) : "");
            AutoCloseable listening = open.listen(feed);
            feeds.add(feed);
            closed.then(() -> {
                feeds.remove(feed);
                close(listening);
            });
            List<Letter> there = new ArrayList<>();
            open.letters(after, letter -> there.add(letter));
            feed.begin(there);
        });
    }

    private static void close(AutoCloseable listening) {
        try {
            listening.close();
        } catch (Exception e) {
            throw new IllegalStateException("a mailbox's listener could not be let go", e);
        }
    }

    /** The vault is locked: nobody hears any more. */
    void closeFeeds() {
        List.copyOf(feeds).forEach(Feed::close);
    }

    private String event(Letter letter) {
        return "id: " + letter.cursor() + "\ndata: " + StrictJson.write(json(letter)) + "\n\n";
    }

    private Letter letter(Call call) throws Problem, IOException {
        EventId id = People.id(call.variable("id"));
        return open().find(id).orElseThrow(() -> Problem.notFound("no message here has this id"));
    }

    private Answer delete(Call call) throws Problem, IOException {
        Mailbox open = open();
        Letter letter = letter(call);
        String key = letter.owner().hex() + ":" + letter.id().hex();
        Changes changes = new Changes()
                .remove(letter.owner(), letter.id())
                .remove(Drawer.DELIVERY, key)
                .remove(Drawer.NOTE, FailedKey.of(letter.owner(), letter.id()))
                .remove(Drawer.NOTE, "file:" + key);
        int pieces = letter.file()
                .map(file -> (int) (file.size() / ChunkKey.LENGTH) + 1)
                .orElse(0);
        for (int j = 0; j < pieces; j++) {
            changes.remove(Drawer.CHUNK, ChunkKey.of(letter.owner(), letter.id(), j));
        }
        open.write(changes);
        return Answer.empty(204);
    }

    private Answer file(Call call) throws Problem, IOException, MailException {
        Mailbox open = open();
        Letter letter = letter(call);
        if (letter.file().isEmpty()) {
            throw Problem.notFound("this message has no file");
        }
        if (!letter.outgoing() && !letter.file().get().isWhole()) {
            Inbox present = inbox.get();
            if (present == null) {
                throw Problem.notHere("the inbox");
            }
            letter = await(open, present, letter);
        }
        Letter.Attachment file = letter.file().get();
        PublicKey owner = letter.owner();
        EventId id = letter.id();
        return Answer.written(
                Map.of(
                        "Content-Type",
                        file.mime(),
                        "Content-Length",
                        Long.toString(file.size()),
                        "X-Content-Type-Options",
                        "nosniff",
                        "Content-Disposition",
                        "attachment"),
                out -> {
                    for (long done = 0, j = 0; done < file.size(); j++) {
                        byte[] piece = open.note(Drawer.CHUNK, ChunkKey.of(owner, id, (int) j))
                                .orElseThrow(() -> new IOException("a piece of the file is gone"));
                        out.write(piece);
                        done += piece.length;
                    }
                });
    }

    private Letter await(Mailbox open, Inbox present, Letter asked) throws Problem, IOException, MailException {
        present.fetchFile(asked.id());
        LinkedBlockingQueue<Letter> fresh = new LinkedBlockingQueue<>(10_000);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FILE_WAIT_MILLIS);
        try (AutoCloseable listening = open.listen(letter -> {
            if (letter.id().equals(asked.id())) {
                fresh.offer(letter);
            }
        })) {
            Letter now = open.find(asked.owner(), asked.id()).orElse(asked);
            while (!isWhole(now)) {
                if (now.detail().contains("ask for the file again")) {
                    throw new Problem(502, "File not to be had", Problem.TRY_AGAIN, now.detail());
                }
                if (System.nanoTime() > deadline) {
                    throw new Problem(504, "File takes long", Problem.TRY_AGAIN, "the file is still being fetched");
                }
                Letter next = fresh.poll(1, TimeUnit.SECONDS);
                now = next != null ? next : open.find(asked.owner(), asked.id()).orElse(now);
            }
            return now;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "Stopping", Problem.TRY_AGAIN, "the node is stopping");
        } catch (Problem | IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the mailbox could not be followed", e);
        }
    }

    private static boolean isWhole(Letter letter) {
        return letter.file().map(Letter.Attachment::isWhole).orElse(false);
    }

    private Map<String, Object> json(Letter letter) {
        boolean request = false;
        if (!letter.outgoing()) {
            try {
                request = !letter.peer().equals(letter.owner())
                        && identities.contact(letter.owner(), letter.peer()).isEmpty();
            } catch (IdentityException e) {
                request = true; // locked meanwhile: nobody is known
            }
        }
        return Json.of(letter, request);
    }
}
