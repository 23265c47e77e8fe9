// SPDX-License-Identifier: MIT
package org.throng.itests.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Every bundle of ours can be stopped, started and replaced as often as one likes: no thread, no service and no class
 * loader of the earlier ones is left. {@code -Dtimes=} says how often; the mailbox is open meanwhile.
 */
class StopStartTest {
    private static final int TIMES = Integer.getInteger("times", 50);

    /** Threads of the largest pool of ours. */
    private static final int POOL = 12;

    /** Threads of the JDK that come with the first need of them and stay; the last one when somebody looks at this JVM. */
    private static final Set<String> JDK =
            Set.of("CompletableFutureDelayScheduler", "process reaper", "Attach Listener");

    /** Threads of an inbox that reached its relay. */
    private static final Set<String> WATCHING = Set.of("throng-inbox-watch", "throng-inbox-profile");

    /** Warnings that are right about a bundle that is stopped for more than a moment. */
    private static final List<String> TRUE_WHILE_STOPPED =
            List.of("no bundle here has settings named", "profile of ours", "is named in the settings and not here");

    private static final int COLLECTIONS = 10;
    private static final Duration SETTLE = Duration.ofSeconds(10);

    @RegisterExtension
    static final Container CONTAINER = new Container();

    @TempDir
    static Path folder;

    private static Map<String, Integer> threads;

    @BeforeAll
    static void openTheVault() throws Exception {
        Bundle probes = CONTAINER
                .context()
                .installBundle(Jar.ofProbes(folder, "mail", "1.0.0").toUri().toString());
        probes.start();
        awaitWhole();
        assertNotNull(mail().apply(List.of("create", "one")));
        probes.uninstall(); // else it would be refreshed with the contracts that it uses
        Container.await("a watch of the own relay", () -> threads().keySet().containsAll(WATCHING));
        threads = threads();
    }

    @SuppressWarnings("unchecked")
    private static Function<List<String>, String> mail() {
        return CONTAINER.probe(Function.class, "mail");
    }

    @TestFactory
    Stream<DynamicTest> bundleLeavesNothingBehind() throws IOException {
        return CONTAINER.ours().stream()
                .map(bundle -> dynamicTest(bundle.getSymbolicName(), () -> tried(List.of(bundle))));
    }

    @Test
    void allInTurnLeaveNothingBehind() throws Exception {
        tried(CONTAINER.ours());
    }

    /**
     * Java's own handles for the methods of records remember the last type that they were adapted to, and with it a class of a bundle
     * that may be gone. Another record takes its place: one of a class loader that nobody else uses.
     */
    private static void forgetTheLastRecord() throws Exception {
        byte[] bytes;
        try (InputStream in = StopStartTest.class.getResourceAsStream("Other.class")) {
            bytes = in.readAllBytes();
        }
        Class<?> other = new ClassLoader(null) {
            Class<?> define() {
                return defineClass(Other.class.getName(), bytes, 0, bytes.length);
            }
        }.define();
        Constructor<?> constructor = other.getDeclaredConstructor(int.class, String.class);
        constructor.setAccessible(true);
        Object one = constructor.newInstance(1, "a");
        assertEquals(constructor.newInstance(1, "a"), one);
        assertEquals(constructor.newInstance(1, "a").hashCode(), one.hashCode());
        assertNotNull(one.toString());
    }

    /** What the log complains of says why it failed. */
    private static void tried(List<Bundle> bundles) throws Exception {
        try {
            leavesNothingBehind(bundles);
        } catch (AssertionError e) {
            CONTAINER.complaints().forEach(System.out::println);
            throw e;
        }
    }

    private static void leavesNothingBehind(List<Bundle> bundles) throws Exception {
        CONTAINER.forgetLog();
        Map<String, Integer> services = services();
        List<WeakReference<ClassLoader>> old = new ArrayList<>();
        int times = bundles.size() > 1 ? Math.max(1, TIMES / 10) : TIMES;
        for (int i = 0; i < times; i++) {
            for (Bundle bundle : bundles) {
                bundle.stop();
                if (bundles.size() == 1 && (i == 0 || isLeaf(bundle))) {
                    collectLoaders(bundle, old);
                    bundle.update();
                    refresh(bundle);
                }
                start(bundle);
                awaitWhole(); // a stop in the midst of another's start is right to be complained of
            }
            for (Bundle bundle : bundles) {
                assertEquals(Bundle.ACTIVE, bundle.getState(), bundle.getSymbolicName());
            }
        }
        awaitWhole();
        Container.await(
                "the same services", SETTLE, () -> services().equals(services), () -> difference(services, services()));
        Container.await(
                "no more threads", SETTLE, () -> isNoMore(threads, threads()), () -> difference(threads, threads()));
        for (int i = 0; i < COLLECTIONS && isAnyThere(old); i++) {
            forgetTheLastRecord();
            System.gc();
            // what compilers, reference handlers and calls on their way hold on to for a moment goes between two
            // collections
            LockSupport.parkNanos((i + 1) * 300_000_000L);
        }
        if (isAnyThere(old)) {
            dumpHeap();
        }
        assertEquals(
                List.of(),
                old.stream()
                        .map(WeakReference::get)
                        .filter(loader -> loader != null)
                        .map(String::valueOf)
                        .toList(),
                "class loaders of earlier bundles are still there");
        assertEquals(
                List.of(),
                CONTAINER.complaints().stream()
                        .filter(line -> TRUE_WHILE_STOPPED.stream().noneMatch(line::contains))
                        .toList());
    }

    /** {@code -Dheap.dump=FILE.hprof}: for who wants to know by whom they are held. */
    private static void dumpHeap() throws IOException {
        String file = System.getProperty("heap.dump");
        if (file != null && !Files.exists(Path.of(file))) {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file, true);
        }
    }

    /** The framework may hold its lock for a moment after it said that it refreshed. */
    private static void start(Bundle bundle) {
        Container.await("a start of " + bundle, () -> {
            try {
                bundle.start();
                return true;
            } catch (BundleException e) {
                if (!String.valueOf(e.getMessage()).contains("global lock")) {
                    throw new AssertionError(e);
                }
                return false;
            }
        });
    }

    /** Nobody is wired to it. */
    private static boolean isLeaf(Bundle bundle) {
        return bundle.getHeaders().get(Constants.EXPORT_PACKAGE) == null;
    }

    private static void collectLoaders(Bundle bundle, List<WeakReference<ClassLoader>> old) {
        FrameworkWiring framework = CONTAINER.context().getBundle(0).adapt(FrameworkWiring.class);
        for (Bundle affected : framework.getDependencyClosure(List.of(bundle))) {
            BundleWiring wiring = affected.adapt(BundleWiring.class);
            if (wiring != null) {
                old.add(new WeakReference<>(wiring.getClassLoader()));
            }
        }
    }

    private static boolean isAnyThere(List<WeakReference<ClassLoader>> old) {
        return old.stream().anyMatch(reference -> reference.get() != null);
    }

    private static void refresh(Bundle bundle) throws BundleException, InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        CONTAINER
                .context()
                .getBundle(0)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), event -> done.countDown());
        assertTrue(done.await(30, TimeUnit.SECONDS), "the framework did not refresh " + bundle);
    }

    private static void awaitWhole() throws IOException {
        CONTAINER.awaitReady();
        Container.await("an open mailbox", () -> CONTAINER.has("(objectClass=org.throng.mailbox.Mailbox)"));
    }

    private static Map<String, Integer> services() {
        Map<String, Integer> services = new TreeMap<>();
        for (Bundle bundle : CONTAINER.context().getBundles()) {
            ServiceReference<?>[] registered = bundle.getRegisteredServices();
            for (ServiceReference<?> reference : registered == null ? new ServiceReference<?>[0] : registered) {
                String name = bundle.getSymbolicName() + " "
                        + List.of((String[]) reference.getProperty(Constants.OBJECTCLASS));
                services.merge(name, 1, Integer::sum);
            }
        }
        return services;
    }

    /** By name; the numbers of pools apart. */
    private static Map<String, Integer> threads() {
        Map<String, Integer> threads = new TreeMap<>();
        Collection<Thread> all = Thread.getAllStackTraces().keySet();
        for (Thread thread : all) {
            String name = thread.getName();
            if (thread.isAlive()
                    && !name.startsWith("ForkJoinPool")
                    && !name.startsWith("surefire")
                    && !JDK.contains(name)) {
                threads.merge(name.replaceAll("[0-9a-f@]*[0-9][0-9a-f]*", "#"), 1, Integer::sum);
            }
        }
        return threads;
    }

    /** A pool has as many as it has work for. */
    private static boolean isNoMore(Map<String, Integer> before, Map<String, Integer> after) {
        return after.entrySet().stream()
                .allMatch(name -> name.getValue()
                        <= Math.max(
                                before.getOrDefault(name.getKey(), 0),
                                name.getKey().contains("#") ? POOL : 0));
    }

    private static String difference(Map<String, Integer> before, Map<String, Integer> after) {
        Map<String, String> difference = new TreeMap<>();
        Stream.concat(before.keySet().stream(), after.keySet().stream())
                .filter(name -> !before.getOrDefault(name, 0).equals(after.getOrDefault(name, 0)))
                .forEach(name ->
                        difference.put(name, before.getOrDefault(name, 0) + " → " + after.getOrDefault(name, 0)));
        return difference.toString();
    }
}
