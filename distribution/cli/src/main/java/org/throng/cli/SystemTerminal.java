// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/** The process's own streams, in UTF-8 whatever the locale says: keys and JSON are exchanged with other programs. */
final class SystemTerminal implements Terminal {
    private final PrintStream out = utf8(FileDescriptor.out);
    private final PrintStream err = utf8(FileDescriptor.err);
    private Console console;

    SystemTerminal() {
        // the Console that Java 22 brought is there without a terminal too, and slow to load
        System.setProperty("jdk.console", "java.base");
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    @Override
    public InputStream in() {
        return System.in;
    }

    @Override
    public PrintStream out() {
        return out;
    }

    @Override
    public PrintStream err() {
        return err;
    }

    @Override
    public Map<String, String> environment() {
        return System.getenv();
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public boolean isInteractive() {
        if (console == null) {
            console = System.console();
        }
        return console != null;
    }

    @Override
    public char[] askSecret(String prompt) {
        return isInteractive() ? console.readPassword("%s", prompt) : null;
    }

    @Override
    public String ask(String prompt) {
        return isInteractive() ? console.readLine("%s", prompt) : null;
    }
}
