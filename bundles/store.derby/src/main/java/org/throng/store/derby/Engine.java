// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.apache.derby.jdbc.EmbeddedDriver;

/**
 * Derby's engine. There is one a class loader, whoever made it, and it runs threads and stands in the list of JDBC
 * drivers: so the number of databases that need it is counted here, in the one static field of this bundle, and with
 * the last of them the engine is shut down and the driver taken off the list.
 *
 * <p>Derby takes its settings from system properties when the engine and when a database boots. They are set for that
 * moment only and put back after it; two stores that boot at once take turns.
 */
final class Engine {
    private static final String SHUT_DOWN = "XJ015";
    private static final String DATABASE_SHUT_DOWN = "08006";

    private static int databases;

    private Engine() {}

    /**
     * Derby keeps an exception in a static field, and an exception keeps the classes of all that was on the stack: with
     * them, as long as there is a Derby, every bundle that was on the way to its first connection. So that class comes up
     * on a stack where none of ours stands.
     */
    private static void comeUpAlone() throws SQLException {
        try {
            Class<?> keeper = Class.forName(
                    "org.apache.derby.impl.jdbc.EmbedConnection", false, EmbeddedDriver.class.getClassLoader());
            MethodHandle comeUp = MethodHandles.publicLookup()
                    .findVirtual(
                            MethodHandles.Lookup.class,
                            "ensureInitialized",
                            MethodType.methodType(Class.class, Class.class));
            Thread alone = new Thread(
                    MethodHandleProxies.asInterfaceInstance(
                            Runnable.class,
                            MethodHandles.insertArguments(comeUp, 0, MethodHandles.publicLookup(), keeper)),
                    "throng-derby-start");
            alone.start();
            alone.join();
        } catch (ReflectiveOperationException e) {
            throw new SQLException("this is another Derby than the one that was asked for", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while Derby came up", e);
        }
    }

    /** A connection; boots engine and database where they are not. */
    static Connection connect(EmbeddedDataSource database, Path home, int cachedPages) throws SQLException {
        return with(home, cachedPages, database::getConnection);
    }

    /** Boots the engine ahead of the first database; {@link #release} follows. */
    static void boot(Path home, int cachedPages) throws SQLException {
        synchronized (Engine.class) {
            retain();
            with(home, cachedPages, EmbeddedDriver::new);
        }
    }

    private static <T> T with(Path home, int cachedPages, Boot<T> boot) throws SQLException {
        Map<String, String> settings = Map.of(
                // nowhere: what matters comes as an exception
                "derby.stream.error.method", "java.io.OutputStream.nullOutputStream",
                // else a derby.properties in the working directory would be obeyed
                "derby.system.home", home.toString(),
                "derby.storage.pageCacheSize", Integer.toString(cachedPages),
                "derby.locks.deadlockTimeout", "2",
                "derby.locks.waitTimeout", "30");
        synchronized (Engine.class) {
            Map<String, String> before = new HashMap<>();
            settings.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
            try {
                return boot.run();
            } finally {
                before.forEach((name, value) -> {
                    if (value == null) {
                        System.clearProperty(name);
                    } else {
                        System.setProperty(name, value);
                    }
                });
            }
        }
    }

    /** Before a database boots; each call is followed by one of {@link #release}. */
    static void retain() throws SQLException {
        synchronized (Engine.class) {
            if (databases == 0) {
                comeUpAlone();
            }
            databases++;
        }
    }

    /** After a database was shut down, or did not boot. */
    static void release() throws SQLException {
        synchronized (Engine.class) {
            if (--databases == 0) {
                expect(SHUT_DOWN, () -> new EmbeddedDriver().connect("jdbc:derby:;shutdown=true", new Properties()));
            }
        }
    }

    /** Writes out and closes one database; the engine goes on. */
    static void shutDown(EmbeddedDataSource database) throws SQLException {
        database.setShutdownDatabase("shutdown");
        expect(DATABASE_SHUT_DOWN, database::getConnection);
    }

    /** Derby says that it has shut down by an exception. */
    private static void expect(String state, Boot<?> shutdown) throws SQLException {
        try {
            shutdown.run();
        } catch (SQLException e) {
            if (!state.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    @FunctionalInterface
    private interface Boot<T> {
        T run() throws SQLException;
    }
}
