// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.session.Conversation;

/**
 * Two people with one to three nodes each through everything that happens to mail: loss, copies, reordering, crashes before and
 * after writes, restored backups, clocks that jump, absences. In between the world is fair for a while, and then every letter
 * must have been acknowledged. {@code -Dmodel.steps=1000000 -Dmodel.seed=7} runs longer, or again.
 */
class ModelTest {
    private static final int STEPS = Integer.getInteger("model.steps", 20_000);
    private static final long SEED = Long.getLong("model.seed", 20_260);
    private static final int STEPS_OF_A_WORLD = 2_500;
    private static final int LARGEST_STATE = 400_000;

    @Test
    void noLetterIsLostAndNoIndexLeavesTwice() {
        int done = 0;
        for (long seed = SEED; done < STEPS; seed++) {
            int steps = Math.min(STEPS_OF_A_WORLD, STEPS - done);
            try {
                drive(seed, steps);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": -Dmodel.seed=" + seed + " -Dmodel.steps=" + steps, e);
            }
            done += steps;
        }
    }

    private static void drive(long seed, int steps) {
        World world = new World(seed);
        world.remembers = false;
        boolean pq = world.chance(25);
        World.Person alice = world.person("alice", pq);
        World.Person bob = world.person("bob", pq && world.chance(60));
        int most = 1 + world.random.nextInt(3);
        for (int i = 0; i < most; i++) {
            alice.node();
        }
        for (int i = 0; i < 1 + world.random.nextInt(3); i++) {
            bob.node();
        }
        boolean hard = world.chance(70);
        world.loss = hard ? world.random.nextInt(30) : 0;
        world.copies = world.random.nextInt(20);
        world.crashes = hard ? world.random.nextInt(6) : 0;
        int fair = 400 + world.random.nextInt(800);
        for (int step = 1; step <= steps; step++) {
            act(world, step);
            if (step % fair == 0) {
                rest(world);
            }
        }
        rest(world);
    }

    private static void act(World world, int step) {
        List<World.Node> nodes = world.nodes();
        World.Node node = nodes.get(world.random.nextInt(nodes.size()));
        int what = world.random.nextInt(1_000);
        if (what < 150) {
            World.Person other = world.people.get(node.person == world.people.get(0) ? 1 : 0);
            boolean self = node.person.nodes.size() > 1 && world.chance(10);
            node.compose(self ? node.person : other, world.chance(80) ? 1 : 1 + world.random.nextInt(5));
        } else if (what < 350) {
            node.post();
        } else if (what < 650) {
            node.receive();
        } else if (what < 850) {
            node.fetch();
        } else if (what < 900) {
            node.tick();
        } else if (what < 990) {
            world.now += world.random.nextInt(what < 975 ? 120 : 7_200);
        } else if (what < 993) {
            world.now += world.random.nextInt(3 * 86_400);
        } else if (what == 993 && world.chance(20)) {
            world.now += world.random.nextInt(40 * 86_400);
        } else if (what == 994 && world.crashes > 0) {
            node.restore();
        } else if (what == 995) {
            node.skew = world.random.nextInt(10 * 86_400) - 5 * 86_400L;
        } else if (what == 996 && world.chance(30)) {
            node.person.agree(node.person.name + step);
        } else if (what < 999) {
            node.crash();
        }
    }

    /** Fair for as long as the slowest rule takes: then nothing is left. */
    private static void rest(World world) {
        int loss = world.loss;
        int crashes = world.crashes;
        world.loss = 0;
        world.crashes = 0;
        world.run(65 * 86_400L);
        for (World.Node node : world.nodes()) {
            assertEquals(
                    0, node.letters.size(), () -> "letters are neither acknowledged nor sent anew: " + world.dues());
            for (Conversation conversation : node.disk.values()) {
                assertTrue(conversation.bytes().length < LARGEST_STATE, "a state grows");
                assertTrue(conversation.wakeAt() > node.now(), "something is due for ever");
            }
        }
        world.loss = loss;
        world.crashes = crashes;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hundredThousandMessagesDoNotGrowTheState(boolean both) {
        int messages = Integer.getInteger("model.messages", 3_000);
        World world = new World(3);
        world.remembers = false;
        World.Person alice = world.person("alice", false);
        World.Person bob = world.person("bob", false);
        World.Node a = alice.node();
        World.Node b = bob.node();
        a.compose(bob, 1);
        world.run(200);
        int early = 0;
        for (int i = 1; i <= messages; i++) {
            World.Letter letter = i % 2 == 0 && both ? b.compose(alice, 1) : a.compose(bob, 1);
            if (i % 16 == 0) {
                world.run(70);
                assertTrue(letter.acknowledged, () -> "a message is not acknowledged: " + world.dues());
            } else {
                world.settle();
            }
            if (i == messages / 6) {
                early = a.with(bob).bytes().length + b.with(alice).bytes().length;
            }
        }
        int late = a.with(bob).bytes().length + b.with(alice).bytes().length;
        assertTrue(late < early + 2_000, early + " bytes grew to " + late);
    }
}
