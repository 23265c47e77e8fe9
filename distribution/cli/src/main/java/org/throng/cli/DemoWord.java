// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code throng demo}: the journey of a message, told. */
@Command(name = "demo", description = "Two people and a relay on this machine: a message there and back, step by step.")
final class DemoWord implements Callable<Integer> {
    @ParentCommand
    Root root;

    @Override
    public Integer call() throws Failure {
        try (Demo demo = new Demo(root.terminal.out())) {
            demo.run();
        }
        return 0;
    }
}
