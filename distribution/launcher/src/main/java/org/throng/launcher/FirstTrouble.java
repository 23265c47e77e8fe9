// SPDX-License-Identifier: MIT
package org.throng.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first error of a start: a node that does not become ready says it where it was started, since the log is far away.
 * Threads: any.
 */
final class FirstTrouble extends AppenderBase<ILoggingEvent> {
    /** OSGi's log hands on the text of an exception alone, behind its class. */
    private static final Pattern WITH_CLASS =
            Pattern.compile("(?:[a-z0-9_]+\\.)+([A-Z][\\w$]*)(?:: (.*))?", Pattern.DOTALL);

    private volatile String first;

    @Override
    protected void append(ILoggingEvent event) {
        if (first == null && event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            first = words(event);
        }
    }

    Optional<String> first() {
        return Optional.ofNullable(first);
    }

    /** Those of the outermost exception that says something, else the line's own. */
    private static String words(ILoggingEvent event) {
        for (IThrowableProxy at = event.getThrowableProxy(); at != null; at = at.getCause()) {
            String words = withoutClass(at.getMessage());
            if (!words.isEmpty()) {
                return words;
            }
        }
        return event.getFormattedMessage();
    }

    private static String withoutClass(String message) {
        if (message == null || message.equals("null")) {
            return "";
        }
        Matcher matcher = WITH_CLASS.matcher(message);
        return matcher.matches() ? withoutClass(matcher.group(2)) : message;
    }
}
