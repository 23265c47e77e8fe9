// SPDX-License-Identifier: MIT
package org.throng.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.home.Home;
import org.throng.home.HomeLock;
import org.throng.home.PrivateFile;

/**
 * {@code throng ROLE}: starts a node and prints {@code ready} and its addresses on one line when it is.
 *
 * <p>Exit codes as the command line's: 64 usage, 73 the home folder cannot be written, 75 in use or not ready.
 */
public final class Main {
    private static final int USAGE = 64;
    private static final int BAD_DATA = 65;
    private static final int CANNOT_WRITE = 73;
    private static final int TRY_AGAIN = 75;

    private Main() {}

    public static void main(String[] words) throws InterruptedException {
        System.exit(run(words));
    }

    private static int run(String[] words) throws InterruptedException {
        Arguments arguments;
        try {
            arguments = Arguments.parse(words, System.getenv());
        } catch (Arguments.UsageException e) {
            return fail(USAGE, e.getMessage() + "\nusage: " + Arguments.USAGE);
        }
        String passphrase = arguments.settings().get(Settings.PASSPHRASE_FILE);
        if (passphrase != null && !Files.isReadable(Path.of(passphrase))) {
            return fail(
                    BAD_DATA,
                    "cannot read " + passphrase
                            + ": expected after --passphrase-file a file whose first line is the vault's"
                            + " passphrase");
        }
        Home home = new Home(arguments.home());
        try {
            home.lay();
        } catch (IOException e) {
            return fail(CANNOT_WRITE, "cannot make the home folder " + PrivateFile.reason(arguments.home(), e));
        }
        try {
            Optional<HomeLock> lock = HomeLock.tryTake(home);
            if (lock.isEmpty()) {
                return fail(
                        TRY_AGAIN,
                        "another process uses the home folder " + home + "; stop it, or give another --home");
            }
            try (HomeLock held = lock.get()) {
                return serve(arguments);
            }
        } catch (IOException e) {
            return fail(CANNOT_WRITE, "cannot use the home folder " + PrivateFile.reason(home.root(), e));
        }
    }

    private static int serve(Arguments arguments) throws IOException, InterruptedException {
        FirstTrouble trouble =
                LogSetup.apply(arguments.home().resolve("logs"), "json".equals(System.getenv("THRONG_LOG")));
        Logger log = LoggerFactory.getLogger(Main.class);
        Path distribution = Path.of(System.getProperty("throng.distribution")).toAbsolutePath();
        try {
            Node node = Node.start(distribution, arguments, System.getenv());
            Thread stop = new Thread(
                    () -> {
                        node.stop();
                        log.info("Stopped");
                        LogSetup.close();
                    },
                    "throng-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            String ready = String.join(
                    " ", node.awaitReady(Duration.ofSeconds(30), trouble::first).toArray(String[]::new));
            System.out.println("ready " + ready);
            log.info("Ready as {}: {}", arguments.role(), ready);
            node.awaitStop();
            return 0;
        } catch (BundleException e) {
            log.error("The node could not start", e);
            return fail(TRY_AGAIN, "the node could not start: " + e.getMessage());
        } catch (Node.NotReadyException e) {
            String why = trouble.first().orElse(e.getMessage());
            log.error("The node is not ready: {}", e.getMessage());
            return fail(
                    TRY_AGAIN,
                    "the node is not ready: " + why + "; the log in " + arguments.home() + "/logs says more");
        }
    }

    private static int fail(int code, String message) {
        System.err.println("throng: " + message);
        return code;
    }
}
