// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.mail.ChunkKey;
import org.throng.mail.FileType;
import org.throng.mail.Outbox;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.file.FileKey;
import org.throng.parcel.file.Manifest;
import org.throng.parcel.rumor.Rumor;
import org.throng.transport.Transport;

/**
 * Fetches the chunks of a file, one on each connection at a Poisson pace, and checks the whole against its SHA-256.
 *
 * <p>Chunks that are here stay here: what a crash or a silent relay interrupts goes on where it was. A manifest that is
 * itself a file is fetched first and then stands in its place, once.
 */
final class FileFetch {
    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final int MISSES = 5;

    /** Mean time until the next attempt where a relay was silent. */
    private static final long SILENT_MILLIS = 60_000;

    /** After 31 days no relay has a chunk any more. */
    private static final long LONGEST_SECONDS = 31L * 86_400;

    private static final String INNER = "manifest:";

    private final Function<PublicKey, List<RelayUrl>> relaysOf;
    private final RandomGenerator random;
    private final Clock clock;
    private final long paceMillis;

    /** @param paceMillis mean time between two chunks of a file of more than four */
    FileFetch(Function<PublicKey, List<RelayUrl>> relaysOf, RandomGenerator random, Clock clock, long paceMillis) {
        this.relaysOf = relaysOf;
        this.random = random;
        this.clock = clock;
        this.paceMillis = paceMillis;
    }

    void fetch(Mailbox open, FileTask task, List<Transport> transports) throws IOException, InterruptedException {
        Optional<Letter> found = open.find(task.owner(), task.letter());
        if (found.isEmpty()) {
            open.write(new Changes().remove(Drawer.NOTE, task.key()));
            return;
        }
        Letter letter = found.get();
        try {
            Manifest manifest = manifest(open, letter);
            if (manifest.isNested()) {
                byte[] inner = chunks(open, task, letter, manifest, transports, false);
                manifest = unfold(open, task, letter, inner);
            }
            if (!FileTask.isFetchedUnasked(manifest) && !isWished(open, task)) {
                stop(open, task, letter, FileTask.WAITS);
                return;
            }
            byte[] file = chunks(open, task, letter, manifest, transports, true);
            finish(open, task, letter, manifest, file);
        } catch (MissingException e) {
            later(open, task, letter, e);
        } catch (MalformedException e) {
            giveUp(open, task, letter, "the file is not what its sender announced: " + e.getMessage());
        }
    }

    /** The user asked for the file. */
    static void wish(Mailbox open, FileTask task, long now) throws IOException {
        open.write(new Changes()
                .put(Drawer.NOTE, task.key(), task.wantedNow(true, now).bytes())
                .put(Drawer.NOTE, "wish:" + task.key(), new byte[] {1}));
    }

    private static boolean isWished(Mailbox open, FileTask task) throws IOException {
        return open.note(Drawer.NOTE, "wish:" + task.key()).isPresent();
    }

    /** The manifest to go by: the inner one, once it is here. */
    private static Manifest manifest(Mailbox open, Letter letter) throws IOException, MalformedException {
        Optional<byte[]> inner = open.note(Drawer.NOTE, INNER + FileTask.key(letter.owner(), letter.id()));
        Rumor rumor = inner.isPresent()
                ? Rumor.read(inner.get(), letter.peer())
                : new Rumor(letter.peer(), letter.createdAt(), letter.kind(), letter.tags(), letter.text());
        return Manifest.read(rumor);
    }

    private static Manifest unfold(Mailbox open, FileTask task, Letter letter, byte[] json)
            throws IOException, MalformedException {
        Manifest manifest = Manifest.read(Rumor.read(json, letter.peer()));
        if (manifest.isNested()) {
            throw new MalformedException("a manifest of a manifest of a manifest");
        }
        if (manifest.size() > Outbox.MAX_FILE) {
            throw new MalformedException("it has more than 8 MiB");
        }
        Changes changes = new Changes().put(Drawer.NOTE, INNER + task.key(), json);
        for (int j = 0; j * ChunkKey.LENGTH < json.length; j++) {
            changes.remove(Drawer.CHUNK, ChunkKey.of(task.owner(), task.letter(), j));
        }
        open.write(changes);
        FileType type = FileType.read(manifest.mime());
        open.change(
                task.owner(),
                task.letter(),
                old -> old.with(new Letter.Attachment(
                        type.name(),
                        type.mime(),
                        manifest.size(),
                        manifest.bodies().size(),
                        0)));
        return manifest;
    }

    private byte[] chunks(
            Mailbox open, FileTask task, Letter letter, Manifest manifest, List<Transport> transports, boolean counted)
            throws IOException, InterruptedException, MissingException, MalformedException {
        if (manifest.size() > Outbox.MAX_FILE) {
            throw new MalformedException("it has more than 8 MiB");
        }
        int n = manifest.bodies().size();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int j = 0; j < n; j++) {
            int length = (int) Math.max(0, Math.min(ChunkKey.LENGTH, manifest.size() - (long) j * ChunkKey.LENGTH));
            String key = ChunkKey.of(task.owner(), task.letter(), j);
            Optional<byte[]> held = open.note(Drawer.CHUNK, key);
            byte[] piece;
            if (held.isPresent()) {
                piece = held.get();
            } else {
                if (n > FileTask.UNASKED_CHUNKS) {
                    Thread.sleep((long) (-Math.log(1 - random.nextDouble()) * paceMillis));
                }
                byte[] content = content(task, letter, manifest.bodies().get(j), transports);
                piece = manifest.key()
                        .open(j, n, content)
                        .map(whole -> Arrays.copyOf(whole, length))
                        .orElseThrow(() -> new MalformedException("a chunk does not open"));
                open.write(new Changes().put(Drawer.CHUNK, key, piece));
                if (counted) {
                    count(open, letter, j + 1);
                }
            }
            file.write(piece);
        }
        byte[] bytes = file.toByteArray();
        if (!Bytes.hex(Sha256.of(bytes)).equals(manifest.sha256())) {
            throw new MalformedException("its SHA-256 is another one");
        }
        return bytes;
    }

    private static void count(Mailbox open, Letter letter, int done) throws IOException {
        open.change(letter.owner(), letter.id(), old -> {
            Letter.Attachment file = old.file().orElseThrow();
            return old.with(new Letter.Attachment(file.name(), file.mime(), file.size(), file.chunks(), done));
        });
    }

    /** A chunk that no relay had, for now; or, where one was silent, that one may have. */
    private static final class MissingException extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean silent;

        MissingException(String message, boolean silent) {
            super(message);
            this.silent = silent;
        }
    }

    private byte[] content(FileTask task, Letter letter, EventId body, List<Transport> transports)
            throws InterruptedException, MissingException, MalformedException {
        Set<RelayUrl> places = new LinkedHashSet<>();
        places.add(task.relay());
        places.addAll(relaysOf.apply(letter.owner()));
        List<String> words = new ArrayList<>();
        boolean silent = false;
        for (RelayUrl place : places) {
            Optional<Transport> transport = transports.stream()
                    .filter(candidate -> candidate.reaches(place))
                    .findFirst();
            if (transport.isEmpty()) {
                silent = true;
                words.add("no bundle reaches " + place + " now");
                continue;
            }
            try {
                Optional<Event> event = Answers.await(transport.get().body(place, body), LIMIT);
                if (event.isPresent()) {
                    byte[] content = BodyEvent.read(event.get()).content();
                    if (content.length != FileKey.CHUNK_LENGTH + org.throng.cipher.Aes.TAG_LENGTH) {
                        throw new MalformedException("a chunk has another length");
                    }
                    return content;
                }
                words.add(place + " does not have it");
            } catch (IOException e) {
                silent = true;
                words.add(String.valueOf(e.getMessage()));
            }
        }
        throw new MissingException(String.join("; ", words), silent);
    }

    private void finish(Mailbox open, FileTask task, Letter letter, Manifest manifest, byte[] file) throws IOException {
        count(open, letter, manifest.bodies().size());
        String text = FileType.read(manifest.mime()).equals(new FileType(FileType.LONG_TEXT, ""))
                ? new String(file, java.nio.charset.StandardCharsets.UTF_8)
                : "";
        open.change(
                letter.owner(),
                letter.id(),
                old -> old.with(Letter.State.RECEIVED, "").withText(text));
        open.write(new Changes()
                .remove(Drawer.NOTE, task.key())
                .remove(Drawer.NOTE, "wish:" + task.key())
                .remove(Drawer.NOTE, INNER + task.key()));
    }

    private void later(Mailbox open, FileTask task, Letter letter, MissingException missing) throws IOException {
        boolean grown = open.find(letter.owner(), letter.id())
                .flatMap(Letter::file)
                .map(file -> file.done() > letter.file().orElseThrow().done())
                .orElse(false);
        boolean late = clock.millis() / 1_000 - letter.storedAt() > LONGEST_SECONDS;
        int misses = missing.silent ? task.misses() : grown ? 1 : task.misses() + 1;
        if (misses >= MISSES || missing.silent && late) {
            giveUp(open, task, letter, "a part of the file is on no relay: " + missing.getMessage());
            return;
        }
        long wait = missing.silent ? SILENT_MILLIS : 2_000L << misses;
        open.change(
                letter.owner(),
                letter.id(),
                old -> old.with(
                        Letter.State.RECEIVED, "a part of the file is missing, tried again: " + missing.getMessage()));
        open.write(new Changes()
                .put(
                        Drawer.NOTE,
                        task.key(),
                        task.again(misses, clock.millis() + wait / 2 + random.nextLong(wait))
                                .bytes()));
    }

    private void giveUp(Mailbox open, FileTask task, Letter letter, String why) throws IOException {
        stop(open, task, letter, why + "; ask for the file again to try once more");
    }

    private void stop(Mailbox open, FileTask task, Letter letter, String why) throws IOException {
        open.change(letter.owner(), letter.id(), old -> old.with(Letter.State.RECEIVED, why));
        open.write(new Changes()
                .put(
                        Drawer.NOTE,
                        task.key(),
                        task.wantedNow(false, clock.millis()).bytes()));
    }
}
