// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/** What a word sees of the world. A test hands in its own. */
interface Terminal {
    InputStream in();

    PrintStream out();

    PrintStream err();

    Map<String, String> environment();

    Clock clock();

    /** Whether a person sits there: prompts are answered and bars are seen. */
    boolean isInteractive();

    /** Asks without echo; null where nobody sits there. The caller erases the answer. */
    char[] askSecret(String prompt);

    /** Asks with echo; null where nobody sits there. */
    String ask(String prompt);
}
