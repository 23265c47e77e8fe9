// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;
import org.throng.store.derby.DerbyStores;

@Timeout(120)
class DiskTest {
    private final Author ann = new Author(1);

    @TempDir
    private Path temp;

    @Test
    void fullDiskIsAnErrorForWritersAndNothingForReaders() throws Exception {
        Disk disk = new Disk(RelayFixture.memory());
        try (RelayFixture relay = RelayFixture.start(disk, terms -> {});
                Client client = relay.connect()) {
            Event before = ann.note("before");
            client.publish(before);
            client.find("live", Filter.ALL.withLimit(0));
            disk.full = true;
            for (int i = 0; i < 5; i++) {
                String text = client.refused(ann.note("lost " + i));
                assertTrue(text.startsWith("error: "), text);
                assertTrue(!text.contains("disk is full"), "it told too much");
            }
            assertEquals(List.of(before), client.find(Filter.ALL));
            Event ephemeral = ann.write(20_000, NOW, "needs no disk");
            client.say(new ClientMessage.Publish(ephemeral));
            assertEquals(new RelayMessage.Found("live", ephemeral), client.next());
            client.next(RelayMessage.Ok.class);
            disk.full = false;
            Event after = ann.note("after");
            client.say(new ClientMessage.Publish(after));
            assertEquals(new RelayMessage.Found("live", after), client.next());
            assertTrue(client.next(RelayMessage.Ok.class).accepted());
            assertEquals(2, relay.relay.stats().events());
        }
    }

    @Test
    void eventsThatWaitShareACommit() throws Exception {
        Disk disk = new Disk(new DerbyStores(500, 0).open(temp.resolve("shared")));
        try (RelayFixture relay = RelayFixture.start(disk, terms -> {});
                Client client = relay.connect()) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                events.add(ann.note("n" + i));
            }
            for (Event event : events) {
                client.say(new ClientMessage.Publish(event));
            }
            for (int i = 0; i < 300; i++) {
                assertTrue(client.next(RelayMessage.Ok.class).accepted());
            }
            assertTrue(disk.commits.get() < 200, disk.commits + " commits for 300 events");
        }
    }

    @Test
    void everythingThatWasAnsweredIsThereAfterARestart() throws Exception {
        Path folder = temp.resolve("restart");
        List<Event> kept = new ArrayList<>();
        Event deleted = ann.note("deleted");
        Author once = new Author(77);
        String life = "expiration=" + (NOW + 2_592_000);
        String content = "A".repeat(128);
        try (RelayFixture relay = RelayFixture.start(new DerbyStores(500, 0).open(folder), terms -> {});
                Client client = relay.connect()) {
            for (int i = 0; i < 50; i++) {
                kept.add(0, ann.write(1, NOW + i, "n" + i, "t=x"));
                client.publish(kept.get(0));
            }
            client.publish(deleted);
            client.publish(ann.write(5, NOW - 9, "", "e=" + deleted.id().hex()));
            client.publish(once.write(4610, NOW - 600, content, "c=00:", "expiration=" + (NOW + 2_591_400)));
            client.publish(ann.write(0, NOW, "profile"));
        }
        try (RelayFixture relay = RelayFixture.start(new DerbyStores(500, 0).open(folder), terms -> {});
                Client client = relay.connect()) {
            assertEquals(kept, client.find(Filter.ALL.withTag('t', "x")));
            assertEquals(53, relay.relay.stats().events());
            assertTrue(client.refused(deleted).startsWith("blocked: "));
            assertTrue(client.refused(once.write(4610, NOW, content, "c=00:", life))
                    .startsWith("invalid: "));
            assertTrue(client.refused(ann.write(0, NOW - 1, "older")).startsWith("invalid: "));
            assertTrue(client.publish(kept.get(9)).message().startsWith("duplicate: "));
        }
    }

    @Test
    void pageByUntilCostsTheSameAtAnyDepth() throws Exception {
        Disk disk = new Disk(RelayFixture.memory());
        try (RelayFixture relay = RelayFixture.start(disk, terms -> {});
                Client client = relay.connect()) {
            int events = 1_500;
            for (int i = 0; i < events; i++) {
                client.say(new ClientMessage.Publish(ann.write(1, NOW - i, "n" + i)));
            }
            for (int i = 0; i < events; i++) {
                client.next(RelayMessage.Ok.class);
            }
            long[] costs = new long[3];
            long[] depths = {0, events / 2, events - 60};
            for (int i = 0; i < 3; i++) {
                long before = disk.seen.get();
                assertEquals(
                        50,
                        client.find(Filter.ALL
                                        .withAuthors(ann.key())
                                        .withKinds(1)
                                        .withUntil(NOW - depths[i])
                                        .withLimit(50))
                                .size());
                costs[i] = disk.seen.get() - before;
            }
            assertTrue(costs[0] < 300, costs[0] + " entries for 50 events");
            assertEquals(costs[0], costs[1]);
            assertTrue(costs[2] <= costs[0]);
        }
    }

    @Test
    void stopStoresWhatWasTakenIn() throws Exception {
        Path folder = temp.resolve("stop");
        List<Event> answered = new ArrayList<>();
        try (RelayFixture relay = RelayFixture.start(new DerbyStores(500, 0).open(folder), terms -> {})) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                events.add(ann.note("n" + i));
            }
            Client client = relay.connect();
            for (Event event : events) {
                client.say(new ClientMessage.Publish(event));
            }
            for (int i = 0; i < 20; i++) {
                String id = client.next(RelayMessage.Ok.class).id();
                answered.add(events.stream()
                        .filter(event -> event.id().hex().equals(id))
                        .findFirst()
                        .orElseThrow());
            }
        }
        try (RelayFixture relay = RelayFixture.start(new DerbyStores(500, 0).open(folder), terms -> {});
                Client client = relay.connect()) {
            for (Event event : answered) {
                assertEquals(List.of(event), client.find(Filter.ALL.withIds(event.id())));
            }
        }
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("throng-relay")));
    }
}
