// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.throng.event.ClientMessage;
import org.throng.event.RelayMessage;

/**
 * What is counted while the relay works, since its start; never of whom.
 *
 * <p>Threads: any. An addition costs some nanoseconds and waits for nobody.
 */
final class Counters {
    /** Kinds that are counted each for itself: strangers choose them, and could fill the memory with them. */
    private static final int KINDS = 64;

    private static final String OTHER = "other";

    private final Map<String, LongAdder> heard = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> said = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> kinds = new ConcurrentHashMap<>();
    private final AtomicInteger kindsLeft = new AtomicInteger(KINDS);
    final LongAdder duplicates = new LongAdder();
    final LongAdder writeMicros = new LongAdder();
    final LongAdder writes = new LongAdder();
    final LongAdder writesFailed = new LongAdder();
    final LongAdder slowClients = new LongAdder();
    final LongAdder proofs = new LongAdder();
    final LongAdder proofsRefused = new LongAdder();
    final LongAdder retained = new LongAdder();
    final AtomicInteger lastBatch = new AtomicInteger();

    /** A message of a client that was understood. */
    void heard(ClientMessage message) {
        add(heard, verb(message));
    }

    void heardNonsense() {
        add(heard, "invalid");
    }

    /** A message to a client, but for events. */
    void said(RelayMessage message) {
        add(said, verb(message));
    }

    void stored(int kind) {
        String name = Integer.toString(kind);
        if (!kinds.containsKey(name) && kindsLeft.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            name = OTHER;
        }
        add(kinds, name);
    }

    Map<String, Long> heard() {
        return sums(heard);
    }

    Map<String, Long> said() {
        return sums(said);
    }

    Map<String, Long> kinds() {
        return sums(kinds);
    }

    private static void add(Map<String, LongAdder> to, String name) {
        to.computeIfAbsent(name, key -> new LongAdder()).increment();
    }

    private static Map<String, Long> sums(Map<String, LongAdder> of) {
        Map<String, Long> sums = new TreeMap<>();
        of.forEach((name, adder) -> sums.put(name, adder.sum()));
        return sums;
    }

    private static String verb(ClientMessage message) {
        if (message instanceof ClientMessage.Publish) {
            return "EVENT";
        } else if (message instanceof ClientMessage.Request) {
            return "REQ";
        } else if (message instanceof ClientMessage.Close) {
            return "CLOSE";
        } else if (message instanceof ClientMessage.Count) {
            return "COUNT";
        } else if (message instanceof ClientMessage.Authenticate) {
            return "AUTH";
        } else if (message instanceof ClientMessage.Compare) {
            return "NEG-OPEN";
        } else if (message instanceof ClientMessage.CompareOn) {
            return "NEG-MSG";
        }
        return "NEG-CLOSE";
    }

    private static String verb(RelayMessage message) {
        if (message instanceof RelayMessage.Ok) {
            return "OK";
        } else if (message instanceof RelayMessage.Eose) {
            return "EOSE";
        } else if (message instanceof RelayMessage.Closed) {
            return "CLOSED";
        } else if (message instanceof RelayMessage.Notice) {
            return "NOTICE";
        } else if (message instanceof RelayMessage.Challenge) {
            return "AUTH";
        } else if (message instanceof RelayMessage.Counted) {
            return "COUNT";
        } else if (message instanceof RelayMessage.Compared) {
            return "NEG-MSG";
        } else if (message instanceof RelayMessage.NotCompared) {
            return "NEG-ERR";
        }
        return "EVENT";
    }
}
