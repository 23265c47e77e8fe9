// SPDX-License-Identifier: MIT
package org.throng.itests.benchmarks.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.throng.curve.PublicKey;
import org.throng.event.Event;

/**
 * Events as a general relay has them: some hundred authors, mostly notes of some hundred bytes, answers and reactions with tags.
 * The same seed makes the same events, signatures included.
 */
final class Corpus {
    private static final int[] KINDS = {1, 1, 1, 1, 1, 1, 7, 7, 6, 30_023};

    private final Random random;
    private final List<Writer> writers = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final long newest;

    /** @param newest created_at of the newest, UNIX seconds */
    Corpus(long seed, int authors, int count, long newest) {
        random = new Random(seed);
        this.newest = newest;
        for (int i = 0; i < authors; i++) {
            byte[] scalar = new byte[32];
            random.nextBytes(scalar);
            writers.add(new Writer(scalar));
        }
        for (int i = 0; i < count; i++) {
            events.add(event(count - i));
        }
    }

    List<Event> events() {
        return events;
    }

    List<PublicKey> authors() {
        return writers.stream().map(Writer::key).toList();
    }

    /** The tag values "t" that stand in events. */
    static String topic(int number) {
        return "topic" + number;
    }

    private Event event(int age) {
        Writer author = writers.get(random.nextInt(writers.size()));
        int kind = KINDS[random.nextInt(KINDS.length)];
        List<List<String>> tags = new ArrayList<>();
        if (kind >= 30_000) {
            tags.add(List.of("d", "d" + random.nextInt(1_000_000)));
        }
        if (kind != 1 || random.nextInt(2) == 0) {
            Event other = events.isEmpty() ? null : events.get(random.nextInt(events.size()));
            tags.add(List.of(
                    "p", writers.get(random.nextInt(writers.size())).key().hex()));
            if (other != null) {
                tags.add(List.of("e", other.id().hex()));
            }
        }
        tags.add(List.of("t", topic(random.nextInt(100))));
        StringBuilder words = new StringBuilder();
        for (int i = 0, n = kind == 7 ? 1 : 10 + random.nextInt(50); i < n; i++) {
            words.append(Integer.toString(random.nextInt(100_000), 36)).append(' ');
        }
        return author.sign(new Event.Unsigned(author.key(), newest - age / 4, kind, tags, words.toString()));
    }
}
