// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of relay, sender and receiver at random moments while messages flow: every message that the sender's node took
 * arrives, and none is there twice. {@code -Dkills=300} for the long run; the seed is printed.
 */
class KillsTest {
    /** Milliseconds in which a message is taken, about. */
    private static final int IN_THE_MIDST = 40;

    private static final int KILLS = Integer.getInteger("kills", 25);

    @TempDir
    Path folder;

    @Test
    void noMessageIsLostOrRepeatedWhoeverIsKilled() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("kills: " + KILLS + ", seed " + seed);
        Random random = new Random(seed);
        String relayPort = Integer.toString(Ports.free());
        try (Node relay = Node.at(folder, "relay");
                Node alice = Node.at(folder, "alice");
                Node bob = Node.at(folder, "bob")) {
            alice.newIdentity("alice");
            String bobKey = bob.newIdentity("bob");
            relay.start("relay", "--port", relayPort);
            String url = relay.relayUrl();
            alice.start("client", "--relay", url);
            bob.start("client", "--relay", url);
            Set<String> taken = new HashSet<>();
            Set<String> unsure = new HashSet<>();
            for (int i = 0; i < KILLS; i++) {
                int which = random.nextInt(3);
                Node victim = which == 0 ? relay : which == 1 ? alice : bob;
                int sendAfter = random.nextInt(600);
                // at any moment of what becomes of a message, and as often while it is being taken
                long after = i % 2 == 0 ? random.nextInt(1_200) : sendAfter + random.nextInt(IN_THE_MIDST);
                Thread killer = new Thread(() -> {
                    try {
                        Thread.sleep(after);
                        victim.kill();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                killer.start();
                String text = "message " + i;
                Thread.sleep(sendAfter);
                (isTaken(alice, bobKey, text) ? taken : unsure).add(text);
                killer.join();
                if (victim == relay) {
                    relay.start("relay", "--port", relayPort);
                } else {
                    victim.start("client", "--relay", url);
                }
            }
            Node.await(
                    "all messages that were taken",
                    Duration.ofMinutes(3),
                    () -> texts(bob).keySet().containsAll(taken) ? true : null);
            Map<String, Integer> there = texts(bob);
            List<String> wrong = new ArrayList<>();
            there.forEach((text, times) -> {
                if (times != 1 || !taken.contains(text) && !unsure.contains(text)) {
                    wrong.add(text + " × " + times);
                }
            });
            assertEquals(List.of(), wrong);
        }
    }

    private static boolean isTaken(Node alice, String to, String text) {
        try {
            alice.send(to, text);
            return true;
        } catch (IOException e) {
            return false; // killed before it answered, or not there
        }
    }

    private static Map<String, Integer> texts(Node bob) throws Exception {
        Map<String, Integer> texts = new HashMap<>();
        for (JsonNode letter : bob.inbox()) {
            texts.merge(letter.get("text").asText(), 1, Integer::sum);
        }
        return texts;
    }
}
