// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class SerialTest {
    private final Queue<Runnable> line = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();

    @Test
    void eachStandsInLineAgainAfterOneTask() {
        Serial first = new Serial(line::add);
        Serial second = new Serial(line::add);
        for (String task : List.of("a", "b", "c")) {
            first.execute(() -> done.add("first " + task));
        }
        second.execute(() -> done.add("second a"));
        second.execute(() -> done.add("second b"));
        while (!line.isEmpty()) {
            line.remove().run();
        }
        assertEquals(List.of("first a", "second a", "first b", "second b", "first c"), done);
    }

    @Test
    void whatIsLeftWhenTheThreadsEndIsDoneAtOnce() {
        boolean[] over = {false};
        Serial serial = new Serial(task -> {
            if (over[0]) {
                throw new RejectedExecutionException();
            }
            line.add(task);
        });
        serial.execute(() -> done.add("a"));
        serial.execute(() -> done.add("b"));
        over[0] = true;
        line.remove().run();
        serial.execute(() -> done.add("c"));
        assertEquals(List.of("a", "b", "c"), done);
    }
}
