// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.PrintStream;
import java.util.function.LongFunction;

/** How far long work has come: a bar on a terminal, a line each quarter elsewhere, nothing with {@code --json}. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final int STEPS_ELSEWHERE = 4;
    private static final int STEPS_ON_TERMINAL = 200;

    private final PrintStream err;
    private final LongFunction<String> unit;
    private final String what;
    private final boolean silent;
    private final boolean bar;
    private long lastStep;
    private boolean shown;

    /** Of bytes. */
    Progress(Terminal terminal, String what, boolean silent) {
        this(terminal, what, silent, Printable::bytes);
    }

    /** @param unit how an amount of the work is written */
    Progress(Terminal terminal, String what, boolean silent, LongFunction<String> unit) {
        this.unit = unit;
        this.err = terminal.err();
        this.what = what;
        this.silent = silent;
        this.bar = !silent && terminal.isInteractive();
    }

    /** @param total zero where it is not known */
    void at(long done, long total) {
        at(done, total, "");
    }

    /** @param more what else is said of it; alone it changes nothing that is shown */
    void at(long done, long total, String more) {
        if (silent || total <= 0) {
            return;
        }
        long step = Math.min(done, total) * (bar ? STEPS_ON_TERMINAL : STEPS_ELSEWHERE) / total;
        if (step == lastStep) {
            return;
        }
        lastStep = step;
        long percent = Math.min(done, total) * 100 / total;
        String state = percent + " % of " + unit.apply(total) + more;
        if (bar) {
            int filled = Math.toIntExact(Math.min(done, total) * WIDTH / total);
            err.print("\r" + what + " [" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "] " + state + "   ");
            err.flush();
            shown = true;
        } else {
            err.println(what + ": " + state);
        }
    }

    /** Where nobody knows how much there will be: a number that grows on a terminal, a line for each {@code line} elsewhere. */
    void count(long done, long line, String more) {
        long step = done * (bar ? STEPS_ON_TERMINAL : 1) / line;
        if (silent || step == lastStep) {
            return;
        }
        lastStep = step;
        if (bar) {
            err.print("\r" + what + " " + unit.apply(done) + more + "   ");
            err.flush();
            shown = true;
        } else {
            err.println(what + ": " + unit.apply(done) + more);
        }
    }

    @Override
    public void close() {
        if (shown) {
            err.println();
        }
    }
}
