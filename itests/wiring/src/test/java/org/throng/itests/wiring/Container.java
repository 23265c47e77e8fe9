// SPDX-License-Identifier: MIT
package org.throng.itests.wiring;

import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.systemPackage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.ExamSystem;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.spi.PaxExamRuntime;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;
import org.throng.itests.contracts.QuickVault;

/**
 * Pax Exam's native container for JUnit 5: the bundles, start levels and framework properties of the role {@code node} as
 * its feature file names them, from the distribution's repository, over a fresh home with free ports and an open vault.
 *
 * <p>The framework runs in this process, so a test sees bundles and threads from outside; what has to speak the contracts
 * runs in a {@link Jar} of probes.
 */
final class Container implements BeforeAllCallback, AfterAllCallback {
    private static final String SPLIT_OUTSIDE_QUOTES = ",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

    private static final String PASSPHRASE = "correct horse battery staple";

    private final Queue<Line> log = new ConcurrentLinkedQueue<>();
    private Path home;
    private ExamSystem system;
    private TestContainer container;
    private BundleContext context;

    /** As text at once: an event would hold on to the objects that it tells of, and to their class loaders. */
    record Line(Level level, String logger, String message, String trace) {
        static Line of(ILoggingEvent event) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            return new Line(event.getLevel(), event.getLoggerName(), event.getFormattedMessage(), trace);
        }

        boolean hasTrace() {
            return !trace.isEmpty();
        }

        String text() {
            return level + " " + logger + " " + message + (hasTrace() ? " [" + trace + "]" : "");
        }
    }

    @Override
    public void beforeAll(ExtensionContext test) throws Exception {
        // in memory where that can be: bundles are tested here, and each start of one forces files to the disk
        Path memory = Path.of("/dev/shm");
        home = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "throng-wiring")
                : Files.createTempDirectory("throng-wiring");
        for (String folder : List.of("etc", "deploy", "data", "run", "logs", "cache")) {
            Files.createDirectories(
                    home.resolve(folder),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        keepLog();
        settings();
        system = PaxExamRuntime.createServerSystem(options());
        container = PaxExamRuntime.createContainer(system);
        container.start();
        // the container keeps its framework to itself
        Field framework = container.getClass().getDeclaredField("framework");
        framework.setAccessible(true);
        context = ((Bundle) framework.get(container)).getBundleContext();
        awaitReady();
    }

    @Override
    public void afterAll(ExtensionContext test) throws IOException {
        container.stop();
        system.clear();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void keepLog() {
        LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
        logback.reset();
        AppenderBase<ILoggingEvent> keeper = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (!event.getLoggerName().startsWith("org.ops4j")) { // it repeats what the framework says
                    log.add(Line.of(event));
                }
            }
        };
        keeper.setContext(logback);
        keeper.start();
        Logger root = logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(keeper);
        // as the launcher sets it
        logback.getLogger("Events.Framework.org.throng.deploy").setLevel(Level.OFF);
        logback.getLogger("org.eclipse.jetty.io.ManagedSelector").setLevel(Level.ERROR);
        logback.getLogger("org.eclipse.jetty.util.thread.QueuedThreadPool").setLevel(Level.ERROR);
    }

    /** The feature's settings as files, since here is no launcher; each port is any that is free. */
    private void settings() throws IOException {
        for (Map.Entry<String, Map<String, String>> pid :
                Distribution.settings("node").entrySet()) {
            List<String> lines = new ArrayList<>();
            pid.getValue().forEach((key, value) -> lines.add(key + " = " + (key.equals("port") ? "0" : value)));
            Files.write(home.resolve("etc").resolve(pid.getKey() + ".cfg"), lines);
        }
        QuickVault.write(home, PASSPHRASE);
        Path passphrase = home.resolve("passphrase");
        Files.createFile(
                passphrase, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passphrase, PASSPHRASE + "\n");
        Files.writeString(
                home.resolve("etc/org.throng.identity.keyfile.cfg"), "passphrase.file = " + passphrase + "\n");
    }

    private Option[] options() throws IOException {
        List<Option> options = new ArrayList<>();
        options.add(cleanCaches());
        Distribution.properties("node").forEach((name, value) -> {
            if (name.equals("org.osgi.framework.system.packages.extra")) {
                for (String exported : value.split(SPLIT_OUTSIDE_QUOTES)) {
                    options.add(systemPackage(exported));
                }
            } else {
                options.add(frameworkProperty(name).value(value));
            }
        });
        options.add(frameworkProperty("org.osgi.framework.bsnversion").value("multiple"));
        options.add(frameworkProperty("throng.home").value(home.toString()));
        options.add(frameworkProperty("throng.role").value("node"));
        options.add(frameworkProperty("throng.distribution").value(Distribution.FOLDER.toString()));
        for (Distribution.Part part : Distribution.parts("node")) {
            options.add(CoreOptions.bundle("reference:" + part.jar().toUri()).startLevel(part.startLevel()));
        }
        options.add(frameworkStartLevel(50));
        return options.toArray(Option[]::new);
    }

    void awaitReady() throws IOException {
        for (String filter : Distribution.awaited("node")) {
            await("service " + filter, () -> has(filter));
        }
    }

    /** Whether a service fits, whoever may see it. */
    boolean has(String filter) {
        try {
            return context.getAllServiceReferences(null, filter) != null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    BundleContext context() {
        return context;
    }

    Path home() {
        return home;
    }

    Path deploy() {
        return home.resolve("deploy");
    }

    /** Ours, in the order of the feature. */
    List<Bundle> ours() throws IOException {
        List<Bundle> ours = new ArrayList<>();
        for (Distribution.Part part : Distribution.parts("node")) {
            if (part.isOurs()) {
                ours.add(bundle(part.name()));
            }
        }
        return ours;
    }

    Bundle bundle(String name) {
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError("no bundle " + name);
    }

    /** The service of a probe, by its type and its property {@code probe}; fails where it does not come. */
    <T> T probe(Class<T> type, String name) {
        List<T> found = new ArrayList<>();
        await("probe " + name, () -> {
            try {
                Collection<ServiceReference<T>> references = context.getServiceReferences(type, "(probe=" + name + ")");
                references.forEach(reference -> found.add(context.getService(reference)));
                found.removeIf(service -> service == null);
                return !found.isEmpty();
            } catch (InvalidSyntaxException e) {
                throw new IllegalStateException(e);
            }
        });
        return found.get(0);
    }

    /** What was logged since {@link #forgetLog}, and fits. */
    List<String> logged(Predicate<Line> wanted) {
        return log.stream().filter(wanted).map(Line::text).toList();
    }

    /** Warnings, errors, and whatever came with a stack trace. */
    List<String> complaints() {
        return logged(line -> line.level().isGreaterOrEqual(Level.WARN) || line.hasTrace());
    }

    void forgetLog() {
        log.clear();
    }

    /** Waits up to ten seconds. */
    static void await(String what, BooleanSupplier condition) {
        await(what, Duration.ofSeconds(10), condition);
    }

    static void await(String what, Duration limit, BooleanSupplier condition) {
        await(what, limit, condition, () -> "");
    }

    /** @param instead what is there in place of it */
    static void await(String what, Duration limit, BooleanSupplier condition, Supplier<String> instead) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "never came within " + limit.toMillis() + " ms: " + what + " " + instead.get());
            }
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }
}
