// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.Stores;

/** The last store that closes takes the engine with it: no thread, driver, property or class loader stays. */
class LeaveNothingTest {
    @TempDir
    private Path temp;

    private static void use(Stores stores, Path folder) throws Exception {
        try (Store store = stores.open(folder)) {
            store.commit(new Batch().put(new byte[] {1}, new byte[] {2}));
            assertTrue(store.get(new byte[] {1}).isPresent());
        }
    }

    @Test
    void threadsDriversAndPropertiesAreAsBefore() throws Exception {
        use(new DerbyStores(100, 0), temp.resolve("warm"));
        Properties properties = (Properties) System.getProperties().clone();
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        use(new DerbyStores(100, 0), temp.resolve("a"));
        assertEquals(properties, System.getProperties());
        assertTrue(Collections.list(DriverManager.getDrivers()).stream()
                .noneMatch(driver -> driver.getClass().getName().contains("derby")));
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(threads);
        assertEquals(Set.of(), alive(left));
    }

    @Test
    void propertiesOfOthersAreKept() throws Exception {
        System.setProperty("derby.storage.pageCacheSize", "77");
        try {
            use(new DerbyStores(100, 0), temp.resolve("b"));
            assertEquals("77", System.getProperty("derby.storage.pageCacheSize"));
        } finally {
            System.clearProperty("derby.storage.pageCacheSize");
        }
    }

    @Test
    void closingOneStoreLeavesTheOthersRunning() throws Exception {
        Stores stores = new DerbyStores(100, 0);
        Stores others = new DerbyStores(100, 0);
        try (Store first = stores.open(temp.resolve("c"))) {
            use(stores, temp.resolve("d"));
            use(others, temp.resolve("e"));
            first.commit(new Batch().put(new byte[] {1}, new byte[] {2}));
            try (Store second = others.open(temp.resolve("f"))) {
                second.commit(new Batch().put(new byte[] {1}, new byte[] {3}));
            }
            assertTrue(first.get(new byte[] {1}).isPresent());
        }
    }

    @Test
    void storeThatDoesNotOpenLeavesNothingEither() throws Exception {
        Path folder = temp.resolve("g");
        Files.createDirectories(folder.resolve("derby"));
        Files.writeString(folder.resolve("derby/service.properties"), "no database");
        for (int i = 0; i < 2; i++) {
            assertFalse(assertThrowsStore(() -> new DerbyStores(100, 0).open(folder))
                    .isEmpty());
        }
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeIf(thread -> !thread.getName().contains("derby"));
        assertEquals(Set.of(), alive(left));
    }

    /** Those that do not end: a thread that was told to, such as Derby's timer, may need a moment. */
    private static Set<Thread> alive(Set<Thread> threads) throws InterruptedException {
        Set<Thread> alive = new HashSet<>();
        for (Thread thread : threads) {
            thread.join(5_000);
            if (thread.isAlive()) {
                alive.add(thread);
            }
        }
        return alive;
    }

    private static String assertThrowsStore(org.junit.jupiter.api.function.Executable open) {
        return org.junit.jupiter.api.Assertions.assertThrows(org.throng.store.StoreException.class, open)
                .getMessage();
    }

    @Test
    void nothingIsWrittenOutsideTheFolder() throws Exception {
        Path working = Path.of("").toAbsolutePath();
        List<String> before = names(working);
        use(new DerbyStores(100, 0), temp.resolve("h"));
        assertEquals(before, names(working));
        try (Stream<Path> files = Files.walk(temp.resolve("h"))) {
            assertTrue(files.noneMatch(file -> file.endsWith("derby.log")));
        }
    }

    /** As in a node that knows at its start that a store will be opened. */
    @Test
    void engineThatWasBootedAheadWritesNothingOutsideEither() throws Exception {
        Path working = Path.of("").toAbsolutePath();
        List<String> before = names(working);
        Engine.boot(temp, 100);
        Engine.release();
        assertEquals(before, names(working), "no store was opened");
        Engine.boot(temp, 100);
        use(new DerbyStores(100, 0), temp.resolve("i"));
        Engine.release();
        assertEquals(before, names(working), "a store was opened");
    }

    /** Derby's own would boot the engine without our settings, and write a derby.log when it shuts it down. */
    @Test
    void wrappedDerbyHasNoActivator() throws Exception {
        String wrapping = Files.readString(Path.of("../lib.derby/bnd.bnd"));
        assertFalse(wrapping.contains("Bundle-Activator"), wrapping);
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void classLoaderIsFreedAfterTheLastStoreClosed() throws Exception {
        WeakReference<ClassLoader> loader = useInALoaderOfItsOwn();
        for (int i = 0; i < 10 && loader.get() != null; i++) {
            System.gc();
            byte[][] pressure = new byte[20][];
            for (int j = 0; j < pressure.length; j++) {
                pressure[j] = new byte[1 << 20];
            }
        }
        assertNull(loader.get(), "something still holds the classes of Derby");
    }

    private WeakReference<ClassLoader> useInALoaderOfItsOwn() throws Exception {
        List<URL> own = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.contains("derby")) {
                own.add(url(entry));
            }
        }
        ClassLoader contracts = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("org.throng.store.derby.") || name.startsWith("org.apache.derby.")) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }
        };
        try (URLClassLoader loader = new URLClassLoader(own.toArray(new URL[0]), contracts)) {
            Stores stores = (Stores) loader.loadClass("org.throng.store.derby.DerbyStores")
                    .getConstructor(int.class, long.class)
                    .newInstance(100, 0L);
            use(stores, temp.resolve("loader"));
            return new WeakReference<>(loader);
        }
    }

    private static URL url(String entry) throws MalformedURLException {
        return Path.of(entry).toUri().toURL();
    }
}
