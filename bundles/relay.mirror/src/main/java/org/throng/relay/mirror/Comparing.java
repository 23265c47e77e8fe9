// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.throng.event.ClientMessage;
import org.throng.event.Filter;
import org.throng.event.MalformedException;
import org.throng.event.RelayMessage;
import org.throng.event.negentropy.Items;
import org.throng.event.negentropy.Negentropy;
import org.throng.relay.Mirrors.UnwillingException;

/**
 * Compares one span by NIP-77, as its client. What the other relay says is bounded: the rounds, those among them that bring nothing
 * new, and the ids; the bytes of a message by the connection, the time of each answer by {@link #ANSWER}.
 */
final class Comparing {
    /** Bytes of our messages: in hex they fit into the 128 KiB that many relays take at most. */
    static final int MESSAGE = 60_000;

    static final int ROUNDS = 20_000;
    static final int ROUNDS_WITHOUT_NEWS = 200;
    static final long IDS = 4_000_000;
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Pattern TOO_LARGE =
            Pattern.compile("too (big|many|large|much)|more than|narrow|toobig|too_big|exceed");

    /** A notice may be about anything; these words are about a message that was not understood. */
    private static final Pattern NOT_UNDERSTOOD =
            Pattern.compile("neg|unknown|invalid|unsupported|not supported|bad msg|pars|unrecogni|command");

    private static final String ID = "compare";

    private final Dialogue dialogue;
    private int opened;

    /** How a comparison ended. */
    enum End {
        DONE,
        /** The other relay does not compare so many events at once. */
        TOO_LARGE,
        /** Not now. */
        BUSY,
        /** It does not compare at all. */
        UNSPOKEN
    }

    /** @param words of the other relay, where it said no */
    record Result(End end, String words) {
        static final Result DONE = new Result(End.DONE, "");
    }

    Comparing(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    /**
     * @param own what this relay has of the filter
     * @throws IOException where the connection breaks, or the other relay does not keep to the protocol
     */
    Result run(Filter filter, Items own, Differences differences) throws IOException, UnwillingException {
        Negentropy negentropy = Negentropy.client(own, MESSAGE);
        String id = ID + opened++; // what a comparison before this one is still told is not mistaken for an answer
        dialogue.say(new ClientMessage.Compare(id, filter, hex(negentropy.initiate())));
        int rounds = 0;
        int without = 0;
        long ids = 0;
        while (true) {
            Optional<RelayMessage> answer = dialogue.await(message -> isAnswer(message, id), ANSWER);
            if (answer.isEmpty() || !(answer.get() instanceof RelayMessage.Compared compared)) {
                return refused(answer, id, rounds);
            }
            Negentropy.Step step = step(negentropy, compared.payload());
            int found = step.have().size() + step.need().size();
            ids += found;
            rounds++;
            without = found > 0 ? 0 : without + 1;
            if (rounds > ROUNDS || without > ROUNDS_WITHOUT_NEWS || ids > IDS) {
                dialogue.say(new ClientMessage.CompareEnd(id));
                throw new IOException("its comparison comes to no end");
            }
            if (!step.have().isEmpty()) {
                differences.have(step.have());
            }
            if (!step.need().isEmpty()) {
                differences.need(step.need());
            }
            if (step.message().length == 0) {
                dialogue.say(new ClientMessage.CompareEnd(id));
                return Result.DONE;
            }
            dialogue.say(new ClientMessage.CompareOn(id, hex(step.message())));
        }
    }

    private static boolean isAnswer(RelayMessage message, String id) {
        return message instanceof RelayMessage.Compared compared
                        && compared.subscription().equals(id)
                || message instanceof RelayMessage.NotCompared not
                        && not.subscription().equals(id)
                || message instanceof RelayMessage.Closed closed
                        && closed.subscription().equals(id)
                || message instanceof RelayMessage.Notice notice
                        && NOT_UNDERSTOOD.matcher(lower(notice.message())).find();
    }

    private static Negentropy.Step step(Negentropy negentropy, String payload) throws IOException {
        try {
            return negentropy.reconcile(HexFormat.of().parseHex(payload));
        } catch (MalformedException | IllegalArgumentException e) {
            throw new IOException("its answer to a comparison is none: " + e.getMessage(), e);
        }
    }

    private Result refused(Optional<RelayMessage> answer, String id, int rounds)
            throws IOException, UnwillingException {
        String words = "";
        boolean named = true; // whether it says so of this very comparison
        if (answer.isPresent() && answer.get() instanceof RelayMessage.NotCompared not) {
            words = not.message();
        } else if (answer.isPresent() && answer.get() instanceof RelayMessage.Closed closed) {
            words = closed.message();
        } else {
            named = false;
            words = answer.isPresent() && answer.get() instanceof RelayMessage.Notice notice
                    ? notice.message()
                    : "it is silent about NEG-OPEN";
        }
        Patience.demandNothing(words);
        if (!named) {
            dialogue.say(new ClientMessage.CompareEnd(id));
        }
        if (rounds > 0) {
            // it compares: what ended this comparison will not end every one
            return new Result(named && isTooLarge(words) ? End.TOO_LARGE : End.BUSY, words);
        }
        if (isTooLarge(words) && !Patience.isForNow(words)) {
            return new Result(End.TOO_LARGE, words);
        }
        boolean later = Patience.isForNow(words) || named && words.startsWith("closed");
        return new Result(later && named ? End.BUSY : End.UNSPOKEN, words);
    }

    private static boolean isTooLarge(String words) {
        return TOO_LARGE.matcher(lower(words)).find();
    }

    private static String lower(String words) {
        return words.toLowerCase(Locale.ROOT);
    }

    private static String hex(byte[] message) {
        return HexFormat.of().formatHex(message);
    }
}
