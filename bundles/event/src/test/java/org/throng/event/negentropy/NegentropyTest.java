// SPDX-License-Identifier: MIT
package org.throng.event.negentropy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.throng.event.EventId;
import org.throng.event.MalformedException;

class NegentropyTest {
    private static final int MOST = 4_096;

    private static EventId id(Random random) {
        byte[] id = new byte[32];
        random.nextBytes(id);
        return EventId.of(id);
    }

    private static Items items(Map<EventId, Long> events) {
        Items.Builder builder = new Items.Builder();
        events.forEach((id, time) -> builder.add(time, id));
        return builder.build();
    }

    private record Result(Set<EventId> have, Set<EventId> need, int rounds, int longest) {}

    /** Both sides, as long as it takes. */
    private static Result run(Map<EventId, Long> mine, Map<EventId, Long> theirs, int most) throws MalformedException {
        Negentropy client = Negentropy.client(items(mine), most);
        Negentropy server = Negentropy.server(items(theirs), most);
        Set<EventId> have = new HashSet<>();
        Set<EventId> need = new HashSet<>();
        int rounds = 0;
        int longest = 0;
        byte[] message = client.initiate();
        while (message.length > 0) {
            assertTrue(++rounds < 200, "it does not end");
            longest = Math.max(longest, message.length);
            byte[] answer = server.reconcile(message).message();
            longest = Math.max(longest, answer.length);
            Negentropy.Step step = client.reconcile(answer);
            have.addAll(step.have());
            need.addAll(step.need());
            message = step.message();
        }
        return new Result(have, need, rounds, longest);
    }

    private static Set<EventId> without(Map<EventId, Long> from, Map<EventId, Long> what) {
        Set<EventId> left = new HashSet<>(from.keySet());
        left.removeAll(what.keySet());
        return left;
    }

    @Property(tries = 60)
    void bothDifferencesAreFoundWhateverTheSetsAre(
            @ForAll @IntRange(max = 1_500) int common,
            @ForAll @IntRange(max = 300) int mineOnly,
            @ForAll @IntRange(max = 300) int theirsOnly,
            @ForAll @IntRange(min = 1, max = 500) int times,
            @ForAll long seed)
            throws MalformedException {
        Random random = new Random(seed);
        Map<EventId, Long> mine = new HashMap<>();
        Map<EventId, Long> theirs = new HashMap<>();
        for (int i = 0; i < common + mineOnly + theirsOnly; i++) {
            EventId id = id(random);
            long time = random.nextInt(times);
            if (i < common + mineOnly) {
                mine.put(id, time);
            }
            if (i < common || i >= common + mineOnly) {
                theirs.put(id, time);
            }
        }
        Result result = run(mine, theirs, MOST);
        assertEquals(without(mine, theirs), result.have());
        assertEquals(without(theirs, mine), result.need());
        assertTrue(result.longest() <= MOST, result.longest() + " bytes");
    }

    @Test
    void equalSetsNeedOneRoundAndFewBytes() throws MalformedException {
        Random random = new Random(1);
        Map<EventId, Long> all = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            all.put(id(random), (long) i / 7);
        }
        Result result = run(all, all, 60_000);
        assertEquals(1, result.rounds());
        assertTrue(result.longest() < 600, result.longest() + " bytes");
        assertEquals(Set.of(), result.have());
        assertEquals(Set.of(), result.need());
    }

    @Test
    void idsThatDifferInTheLastByteAreToldApart() throws MalformedException {
        Map<EventId, Long> mine = new HashMap<>();
        Map<EventId, Long> theirs = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            byte[] id = new byte[32];
            id[31] = (byte) i;
            (i % 5 == 0 ? mine : theirs).put(EventId.of(id), 5L); // unequal numbers: small ids have equal sums
        }
        Result result = run(mine, theirs, MOST);
        assertEquals(mine.keySet(), result.have());
        assertEquals(theirs.keySet(), result.need());
    }

    /** Worked by hand from the description of the format: nothing, and one item. */
    @Test
    void firstMessagesHaveTheBytesOfTheFormat() {
        assertArrayEquals(
                HexFormat.of().parseHex("61" + "0000" + "02" + "00"),
                Negentropy.client(items(Map.of()), MOST).initiate());
        byte[] id = new byte[32];
        id[0] = 7;
        assertArrayEquals(
                HexFormat.of().parseHex("61" + "0000" + "02" + "01" + "07" + "00".repeat(31)),
                Negentropy.client(items(Map.of(EventId.of(id), 300L)), MOST).initiate());
    }

    @Test
    void laterVersionIsAnsweredWithOurs() throws MalformedException {
        Negentropy server = Negentropy.server(items(Map.of()), MOST);
        assertArrayEquals(
                new byte[] {0x61}, server.reconcile(new byte[] {0x62, 1, 2}).message());
        assertThrows(MalformedException.class, () -> server.reconcile(new byte[] {0x30}));
        assertThrows(
                MalformedException.class,
                () -> Negentropy.client(items(Map.of()), MOST).reconcile(new byte[] {0x62}));
    }

    @Test
    void wrongMessagesAreRefused() {
        Negentropy server = Negentropy.server(items(Map.of()), MOST);
        for (String wrong : new String[] {
            "", // nothing
            "61" + "00", // no length
            "61" + "0000" + "03", // mode 3
            "61" + "0000" + "01" + "00".repeat(15), // a fingerprint that is cut short
            "61" + "0000" + "02" + "02" + "00".repeat(40), // two ids in 40 bytes
            "61" + "0021" + "00".repeat(33) + "00", // a prefix of 33 bytes
            "61" + "0202" + "0101" + "00" + "0100" + "00", // the second bound is below the first
            "61" + "0000" + "00" + "0000" + "00", // something behind the end
            "61" + "ff".repeat(10) + "7f" + "00" + "00", // a number without end
        }) {
            assertThrows(
                    MalformedException.class,
                    () -> server.reconcile(HexFormat.of().parseHex(wrong)),
                    wrong);
        }
    }
}
