// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code throng demo}: the journey of a message, told. */
@Command(name = "demo", description = "Two people and a relay on this machine: a message there and back, step by step.")
final class DemoWord implements Callable<Integer> {
    private final Root root;

    DemoWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        try (Demo demo = new Demo(new Story(root.terminal.out(), root.json))) {
            demo.run();
        }
        return 0;
    }
}
