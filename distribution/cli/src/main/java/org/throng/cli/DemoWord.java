// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code throng demo}: the journey of a message, told. */
@Command(name = "demo", description = "Two people and a relay on this machine: a message there and back, step by step.")
final class DemoWord implements Callable<Integer> {
    @Override
    public Integer call() throws Failure {
        throw new Failure(Exit.USAGE, "the demonstration is started by the script bin/throng of the distribution");
    }
}
