// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.Hedge;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;
import org.throng.parcel.file.FileKey;
import org.throng.parcel.file.Manifest;
import org.throng.parcel.rumor.Rumor;

/**
 * Posts the chunks of a file under a fresh file key and writes its manifest (docs/protocol.md, section 5).
 *
 * <p>A relay counts only while it took every chunk so far; one that refuses or falls silent is left out, and when none is
 * left the posting has failed. The next one begins anew with another key, for the same bytes posted twice would link
 * themselves. A manifest that is too long for bodies is posted as a file in its turn.
 */
final class FilePosting {
    private static final int AT_ONCE = 4;

    private final Curve curve;
    private final Poster poster;
    private final RandomGenerator random;
    private final Clock clock;

    FilePosting(Curve curve, Poster poster, RandomGenerator random, Clock clock) {
        this.curve = curve;
        this.poster = poster;
        this.random = random;
        this.clock = clock;
    }

    /** The rumor that leads to the file, and the relays that have all of it. */
    record Result(Rumor manifest, List<RelayUrl> relays) {}

    /**
     * @param progress is told how many chunks of the file itself are posted
     * @throws IOException where no relay took all of it
     */
    Result post(
            PublicKey owner,
            SecretKey secret,
            PublicKey recipient,
            String mime,
            byte[] file,
            long createdAt,
            List<RelayUrl> relays,
            IntConsumer progress)
            throws IOException {
        Result result = once(owner, secret, recipient, mime, file, createdAt, relays, progress);
        if (result.manifest().json().length > Rumor.MAX_LENGTH) {
            result = once(
                    owner,
                    secret,
                    recipient,
                    Manifest.NESTED,
                    result.manifest().json(),
                    createdAt,
                    result.relays(),
                    done -> {});
        }
        return result;
    }

    private Result once(
            PublicKey owner,
            SecretKey secret,
            PublicKey recipient,
            String mime,
            byte[] file,
            long createdAt,
            List<RelayUrl> relays,
            IntConsumer progress)
            throws IOException {
        Hedge hedge = new Hedge(secret, random);
        byte[] hash = Sha256.of(file);
        FileKey key = FileKey.of(hedge.fileKey(recipient, hash));
        int n = (int) FileKey.chunks(file.length);
        List<EventId> bodies = new ArrayList<>();
        List<RelayUrl> alive = new ArrayList<>(relays);
        for (int from = 0; from < n; from += AT_ONCE) {
            int to = Math.min(from + AT_ONCE, n);
            Map<RelayUrl, List<CompletableFuture<Poster.Answer>>> asked = new LinkedHashMap<>();
            for (int j = from; j < to; j++) {
                Event chunk = chunk(hedge, key, j, n, file);
                bodies.add(chunk.id());
                for (RelayUrl relay : alive) {
                    asked.computeIfAbsent(relay, r -> new ArrayList<>()).add(poster.post(relay, chunk));
                }
            }
            String words = "";
            for (Map.Entry<RelayUrl, List<CompletableFuture<Poster.Answer>>> answers : asked.entrySet()) {
                for (CompletableFuture<Poster.Answer> future : answers.getValue()) {
                    Poster.Answer answer = Poster.await(future);
                    if (!answer.accepted()) {
                        alive.remove(answers.getKey());
                        words = answers.getKey() + ": " + answer.words();
                    }
                }
            }
            if (alive.isEmpty()) {
                throw new IOException("no relay took chunk " + from + " of " + n + "; the last was " + words);
            }
            progress.accept(to);
        }
        Manifest manifest = new Manifest(mime, file.length, Bytes.hex(hash), key, bodies);
        return new Result(manifest.rumor(owner, createdAt), List.copyOf(alive));
    }

    private Event chunk(Hedge hedge, FileKey key, int j, int n, byte[] file) {
        int from = (int) Math.min((long) j * FileKey.CHUNK_LENGTH, file.length);
        int to = Math.min(from + FileKey.CHUNK_LENGTH, file.length);
        byte[] content = key.seal(j, n, java.util.Arrays.copyOfRange(file, from, to));
        Slot slot = Slot.at(clock.instant().getEpochSecond());
        byte[] aux = new byte[32];
        random.nextBytes(aux);
        try (SecretKey disposable = hedge.bodyKey(content)) {
            Event.Unsigned body = BodyEvent.make(curve.publicKey(disposable), content, slot, Label.EVERYBODY);
            return Event.sign(curve, disposable, body, aux);
        }
    }
}
