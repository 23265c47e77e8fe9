// SPDX-License-Identifier: MIT
package org.throng.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * One log, {@code logs/node.log}: at most 4 files of 8 MiB; lines for people, or with {@code THRONG_LOG=json} an object each for
 * machines. In code, for an XML file takes longer than all the rest.
 */
final class LogSetup {
    private LogSetup() {}

    /** @return what hears of the first error from now on */
    static FirstTrouble apply(Path folder, boolean json) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Encoder<ILoggingEvent> encoder = json ? objects() : lines();
        encoder.setContext(context);
        encoder.start();
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setFile(folder.resolve("node.log").toString());
        file.setEncoder(encoder);
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(folder.resolve("node.%i.log").toString());
        rolling.setMinIndex(1);
        rolling.setMaxIndex(3);
        rolling.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(8 << 20));
        size.start();
        file.setRollingPolicy(rolling);
        file.setTriggeringPolicy(size);
        file.addFilter(new WithMdc());
        file.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(file);
        FirstTrouble trouble = new FirstTrouble();
        trouble.setContext(context);
        trouble.start();
        root.addAppender(trouble);
        // each bundle that is resolved or started would be a line
        context.getLogger("Events").setLevel(Level.WARN);
        // that a bundle on trial gave no service; 'deploy' says why, in its own line
        context.getLogger("Events.Framework.org.throng.deploy").setLevel(Level.OFF);
        // a stop in the middle of something makes them warn of what they closed themselves
        context.getLogger("org.eclipse.jetty.io.ManagedSelector").setLevel(Level.ERROR);
        context.getLogger("org.eclipse.jetty.util.thread.QueuedThreadPool").setLevel(Level.ERROR);
        return trouble;
    }

    private static Encoder<ILoggingEvent> lines() {
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        // a relay's words stand in messages: they must not begin a line of their own or move the reader's terminal
        lines.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{24}"
                + " %replace(%msg){'[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069]', '?'}%n");
        return lines;
    }

    private static Encoder<ILoggingEvent> objects() {
        JsonEncoder objects = new JsonEncoder();
        objects.setWithSequenceNumber(false);
        objects.setWithNanoseconds(false);
        objects.setWithContext(false);
        objects.setWithMarkers(false);
        objects.setWithMDC(false);
        objects.setWithKVPList(false);
        objects.setWithArguments(false);
        objects.setWithMessage(false);
        objects.setWithFormattedMessage(true);
        return objects;
    }

    /**
     * Lines of OSGi's log service, such as why a component did not come up. The bundle that brings them here makes them
     * without a context, in which the appender would look for an MDC: they would be lost with a NullPointerException that
     * nobody sees. We use no MDC. They have passed no level of ours either: it is looked at here.
     */
    private static final class WithMdc extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            if (event instanceof LoggingEvent line && event.getClass() != LoggingEvent.class) {
                line.setMDCPropertyMap(Map.of());
                Logger logger = (Logger) LoggerFactory.getLogger(event.getLoggerName());
                return logger.isEnabledFor(event.getLevel()) ? FilterReply.NEUTRAL : FilterReply.DENY;
            }
            return FilterReply.NEUTRAL;
        }
    }

    static void close() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }
}
