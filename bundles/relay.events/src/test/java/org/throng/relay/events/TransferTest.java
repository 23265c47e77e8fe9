// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.policy.Policy;
import org.throng.policy.Source;
import org.throng.policy.Submission;
import org.throng.policy.Verdict;
import org.throng.relay.Transfer;

@Timeout(60)
class TransferTest {
    private final Author ann = new Author(1);
    private final Author ben = new Author(2);

    private static List<String> export(RelayFixture relay, Filter filter) throws IOException {
        List<String> lines = new ArrayList<>();
        long count = new EventTransfer(relay.relay).export(filter, json -> lines.add(new String(json, UTF_8)));
        assertEquals(lines.size(), count);
        return lines;
    }

    private static Transfer.Taken take(RelayFixture relay, List<String> lines, boolean trusted) throws IOException {
        byte[] text = String.join("\n", lines).getBytes(UTF_8);
        return new EventTransfer(relay.relay).take(new ByteArrayInputStream(text), trusted);
    }

    private static List<String> json(Event... events) {
        return java.util.Arrays.stream(events).map(Event::json).toList();
    }

    @Test
    void whatIsExportedIsThereAfterImport() throws Exception {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            events.add(ann.write(i % 3 == 0 ? 7 : 1, NOW - i % 50, "n" + i, "t=x" + i % 2));
        }
        events.add(ann.write(1059, NOW, "for Ben", "p=" + ben.key().hex()));
        try (RelayFixture from = RelayFixture.start();
                RelayFixture to = RelayFixture.start()) {
            from.store(events.toArray(Event[]::new));
            List<String> lines = export(from, Filter.ALL);
            assertEquals(701, lines.size(), "wraps too");
            assertEquals(new Transfer.Taken(701, 0, Map.of()), take(to, lines, false));
            assertEquals(new Transfer.Taken(0, 701, Map.of()), take(to, lines, true));
            assertEquals(lines, export(to, Filter.ALL));
            assertEquals(701, to.relay.stats().events());
        }
    }

    @Test
    void exportObeysItsFilter() throws Exception {
        Event a = ann.write(1, NOW - 2, "a", "t=x", "t=y");
        Event b = ben.write(1, NOW - 1, "b", "t=y");
        Event c = ben.write(7, NOW, "c");
        try (RelayFixture relay = RelayFixture.start()) {
            relay.store(a, b, c, ann.write(1, NOW, "over soon", "expiration=" + (NOW + 5)));
            relay.seconds.addAndGet(5);
            assertEquals(json(c, b, a), export(relay, Filter.ALL));
            assertEquals(json(b, a), export(relay, Filter.ALL.withTag('t', "x", "y")));
            assertEquals(json(c), export(relay, Filter.ALL.withKinds(7)));
            assertEquals(
                    json(b), export(relay, Filter.ALL.withAuthors(ben.key()).withUntil(NOW - 1)));
            assertEquals(json(c), export(relay, Filter.ALL.withLimit(1)));
            assertEquals(json(a), export(relay, Filter.ALL.withIds(a.id())));
            assertEquals(List.of(), export(relay, Filter.ALL.withLimit(0)));
        }
    }

    @Test
    void deletionsAndVanishedPeopleKeepOutOlderEventsInAnyOrder() throws Exception {
        Event deleted = ann.write(1, NOW - 90, "deleted");
        Event profile = ann.write(30_000, NOW - 80, "old version", "d=a");
        Event wrap = ben.write(1059, NOW - 70, "", "p=" + ann.key().hex());
        Author gone = new Author(3);
        Event old = gone.write(1, NOW - 60, "before");
        Event wrapOfGone = ben.write(1059, NOW - 60, "", "p=" + gone.key().hex());
        Event since = gone.write(1, NOW - 10, "after");
        List<String> lines = new ArrayList<>(json(
                deleted,
                profile,
                wrap,
                old,
                wrapOfGone,
                since,
                ann.write(
                        5,
                        NOW - 40,
                        "",
                        "e=" + deleted.id().hex(),
                        "e=" + wrap.id().hex()),
                ann.write(5, NOW - 40, "again", "a=30000:" + ann.key().hex() + ":a"),
                gone.write(62, NOW - 30, "", "relay=ALL_RELAYS")));
        Set<String> left = null;
        for (int round = 0; round < 4; round++) {
            try (RelayFixture relay = RelayFixture.start()) {
                take(relay, lines, round % 2 == 0);
                relay.awaitEvents(4);
                List<String> there = export(relay, Filter.ALL);
                assertEquals(4, there.size(), String.join("\n", there));
                assertTrue(there.contains(since.json()));
                left = left == null ? new HashSet<>(there) : left;
                assertEquals(left, new HashSet<>(there));
                Map<String, Long> refused = take(relay, json(deleted, profile, wrap, old, wrapOfGone), true)
                        .refused();
                assertEquals(
                        5, refused.values().stream().mapToLong(Long::longValue).sum(), refused.toString());
                assertTrue(refused.keySet().stream().allMatch(reason -> reason.startsWith("blocked: ")));
            }
            Collections.rotate(lines, 4);
            if (round == 2) {
                Collections.reverse(lines);
            }
        }
    }

    @Test
    void linesThatAreNoEventsAreRefusedWithReasonsAndHarmNobody() throws Exception {
        Event good = ann.note("good");
        String forged = ann.note("forged").json().replaceFirst("\"sig\":\"..", "\"sig\":\"00");
        String changed = ann.note("changed").json().replace("changed", "chonged");
        List<String> lines = List.of(
                "",
                "no JSON",
                "[]",
                "{\"id\":1}",
                good.json() + "\r",
                forged,
                changed,
                ann.write(20_001, NOW, "ephemeral").json(),
                ann.write(1, NOW, "over", "expiration=" + NOW).json(),
                ann.write(62, NOW, "elsewhere", "relay=wss://other.example").json(),
                "x".repeat(70_000));
        try (RelayFixture relay = RelayFixture.start()) {
            Transfer.Taken taken = take(relay, lines, false);
            assertEquals(1, taken.stored());
            assertEquals(4L, taken.refused().get("invalid: a line is no event in JSON"));
            assertEquals(1L, taken.refused().get("invalid: the signature does not verify"));
            assertEquals(1L, taken.refused().get("invalid: the id is not the hash of the event"));
            assertEquals(1L, taken.refused().get("invalid: the event has expired"));
            assertEquals(
                    9,
                    taken.refused().values().stream().mapToLong(Long::longValue).sum());
            assertEquals(List.of(good.json()), export(relay, Filter.ALL));
        }
    }

    /** Refuses what is banned before anything is looked at, and shadows what is odd late. */
    private static final class OfImports implements Policy {
        @Override
        public String name() {
            return "imports";
        }

        @Override
        public Verdict glance(Submission submission) {
            assertEquals(Source.Channel.IMPORT, submission.source().channel());
            return submission.event().content().equals("banned")
                    ? Verdict.refuse(Verdict.Word.BLOCKED, "banned")
                    : Verdict.ACCEPT;
        }

        @Override
        public CompletionStage<Verdict> judge(Submission submission) {
            boolean odd = submission.event().content().equals("odd");
            return CompletableFuture.supplyAsync(() -> odd ? Verdict.shadow("odd") : Verdict.ACCEPT);
        }
    }

    @Test
    void policiesAreAskedAlsoWhereSignaturesAreNotVerified() throws Exception {
        Event good = ann.note("good");
        for (boolean trusted : List.of(false, true)) {
            try (RelayFixture relay = RelayFixture.start()) {
                relay.policies.add(new OfImports());
                Transfer.Taken taken = take(relay, json(good, ann.note("banned"), ann.note("odd")), trusted);
                assertEquals(1, taken.stored());
                assertEquals(1L, taken.refused().get("blocked: banned"), taken.toString());
                assertEquals(2, taken.refused().size(), "what a client is not told: " + taken);
                assertEquals(List.of(good.json()), export(relay, Filter.ALL));
            }
        }
    }

    @Test
    void protectedEventsAndOldHeadersComeBack() throws Exception {
        Event guarded = ann.sign(new Event.Unsigned(ann.key(), NOW, 1, List.of(List.of("-")), "guarded"));
        long slot = NOW - 6_000;
        Event header = new Author(77).write(4610, slot, "A".repeat(128), "c=00:", "expiration=" + (slot + 2_592_000));
        try (RelayFixture relay = RelayFixture.start()) {
            assertEquals(2, take(relay, json(guarded, header), false).stored());
        }
    }
}
