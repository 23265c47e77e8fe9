// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.mail.AbsentException;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;
import org.throng.scheme.Contents;
import org.throng.scheme.Recipient;
import org.throng.scheme.Scheme;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sender;
import org.throng.transport.Receipt;
import org.throng.transport.Transport;

/**
 * Seals one body and posts it with a header to several relays: the same body everywhere, a header of its own for each
 * relay, and the header only after the body's OK.
 */
final class Poster {
    private final Supplier<List<Scheme>> schemes;
    private final Supplier<List<Transport>> transports;
    private final Clock clock;

    Poster(Supplier<List<Scheme>> schemes, Supplier<List<Transport>> transports, Clock clock) {
        this.schemes = schemes;
        this.transports = transports;
        this.clock = clock;
    }

    /** What a relay made of it; {@code null} words where it took everything. */
    record Answer(boolean accepted, boolean isFinal, String words) {
        static final Answer TAKEN = new Answer(true, true, "");
    }

    Scheme scheme(int number) throws IOException {
        return schemes.get().stream()
                .filter(scheme -> scheme.number() == number)
                .findFirst()
                .orElseThrow(() -> new AbsentException("no bundle offers scheme " + number + " now"));
    }

    /** A scheme by its name, if a bundle offers it now. */
    Optional<Scheme> scheme(String name) {
        return schemes.get().stream()
                .filter(scheme -> scheme.name().equals(name))
                .findFirst();
    }

    /**
     * Posts to all relays at once; one body for all of them. The sender's secret stays open until every answer is there.
     */
    Map<RelayUrl, CompletableFuture<Answer>> post(
            Scheme scheme, Sender sender, Recipient recipient, Contents contents, List<RelayUrl> relays) {
        Slot slot = Slot.at(clock.instant().getEpochSecond());
        Label label = Label.EVERYBODY; // a relay without ticks has one crowd
        SealedBody body = scheme.seal(sender, recipient, contents, slot, label);
        Map<RelayUrl, CompletableFuture<Answer>> asked = new LinkedHashMap<>();
        for (RelayUrl relay : relays) {
            asked.put(relay, post(relay, body.event()).thenCompose(answer -> {
                if (!answer.accepted()) {
                    return CompletableFuture.completedFuture(answer);
                }
                if (!Slot.at(clock.instant().getEpochSecond()).equals(slot)) {
                    return CompletableFuture.completedFuture(
                            new Answer(false, false, "the ten minutes of the seal were over; sealed anew"));
                }
                return post(relay, scheme.address(sender, recipient, body, slot, label, 0));
            }));
        }
        return asked;
    }

    /**
     * Waits for all answers.
     *
     * @throws IOException where this node stops meanwhile
     */
    static Map<RelayUrl, Answer> await(Map<RelayUrl, CompletableFuture<Answer>> asked) throws IOException {
        Map<RelayUrl, Answer> answers = new LinkedHashMap<>();
        for (Map.Entry<RelayUrl, CompletableFuture<Answer>> answer : asked.entrySet()) {
            answers.put(answer.getKey(), await(answer.getValue()));
        }
        return answers;
    }

    /** An answer of {@link #post}; a node that stops does not wait for a relay that is silent. */
    static Answer await(CompletableFuture<Answer> answer) throws IOException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("this node stops", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("silence is an answer", e);
        }
    }

    /** Never fails: silence is an answer that is not final. */
    CompletableFuture<Answer> post(RelayUrl relay, Event event) {
        return transports.get().stream()
                .filter(transport -> transport.reaches(relay))
                .findFirst()
                .map(transport -> transport.post(relay, event))
                .orElseGet(() -> CompletableFuture.failedFuture(new IOException("no bundle reaches " + relay + " now")))
                .handle((receipt, failure) -> failure == null ? answer(receipt) : silence(failure));
    }

    private static Answer answer(Receipt receipt) {
        return receipt.accepted()
                ? Answer.TAKEN
                : new Answer(false, !receipt.isWorthAnotherTry(), "it said '" + receipt.message() + "'");
    }

    private static Answer silence(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new Answer(false, false, String.valueOf(cause.getMessage()));
    }
}
