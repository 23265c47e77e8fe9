// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ConversationTest {
    private final World world = new World(1);
    private final World.Person alice = world.person("alice", false);
    private final World.Person bob = world.person("bob", false);
    private final World.Node a = alice.node();
    private final World.Node b = bob.node();

    @Test
    void sessionStandsOnBothSidesAfterOneMessageAndItsAnswer() {
        World.Letter letter = a.compose(bob, 1);
        assertTrue(a.with(bob).lines().isEmpty());
        world.run(200);
        assertTrue(letter.acknowledged);
        assertEquals(1, a.with(bob).lines().size());
        assertEquals(1, b.with(alice).lines().size());
        assertEquals(
                a.with(bob).lines().get(0).name(), b.with(alice).lines().get(0).name());
    }

    @Test
    void messagesGoBothWaysThroughManyEpochs() {
        a.compose(bob, 1);
        world.run(200);
        for (int i = 0; i < 200; i++) {
            World.Letter there = a.compose(bob, 1 + i % 3);
            World.Letter back = b.compose(alice, 1);
            world.run(100);
            assertTrue(there.acknowledged, "message " + i);
            assertTrue(back.acknowledged, "message " + i);
            assertFalse(there.direct);
        }
        assertTrue(a.with(bob).bytes().length < 40_000);
    }
}
