// SPDX-License-Identifier: MIT
package org.throng.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.log.admin.LoggerAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code deploy/}, four looks a second. A jar counts when it was unchanged for one look; one that is not whole may
 * still be on its way, and gets three seconds.
 *
 * <p>A jar that changed is installed and started as a new bundle first; only then the old one goes, so that whoever uses
 * its service finds one at every moment. A jar that cannot be installed or started is moved to {@code deploy/refused/}
 * with the reason in the log and beside it; nothing else is touched. Where a version before it runs, that one goes on, and
 * its file is put back: what lies in the folder is what runs, after the next start too.
 *
 * <p>Threads: one of its own.
 */
@Component(
        immediate = true,
        service = {})
public final class DeployFolder {
    private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);
    private static final long POLL_MILLIS = 250;
    private static final int LOOKS_FOR_THE_REST = 12;

    private final JarFiles files;
    private final Plugins plugins;
    private final Thread watcher;
    private final Object bell = new Object();
    private boolean stopped;

    private Map<String, String> lastLook = Map.of();
    private final Map<String, Deployed> running = new HashMap<>();
    private final Map<String, Unfinished> unfinished = new HashMap<>();
    private final Map<String, String> refused = new HashMap<>();
    private boolean unreadable;

    private record Deployed(String stamp, Bundle bundle) {}

    private record Unfinished(String stamp, int looks) {}

    @Activate
    public DeployFolder(
            BundleContext context, @Reference ServiceComponentRuntime components, @Reference LoggerAdmin logs) {
        Path home = Path.of(context.getProperty("throng.home"));
        this.files = new JarFiles(home.resolve("deploy"), home.resolve("cache").resolve("deploy"));
        this.plugins = new Plugins(context, new Trial(context, components, logs));
        watcher = new Thread(this::watch, "throng-deploy");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Lets a look come to its end, then stops what was deployed. */
    @Deactivate
    void stop() throws InterruptedException {
        synchronized (bell) {
            stopped = true;
            bell.notifyAll();
        }
        watcher.join();
        running.values().forEach(deployed -> plugins.uninstall(deployed.bundle(), false));
    }

    private void watch() {
        do {
            try {
                look();
                unreadable = false;
            } catch (IOException | RuntimeException e) {
                if (!unreadable) {
                    LOG.warn("Cannot follow {}: {}", files, e.getMessage());
                }
                unreadable = true;
            }
        } while (goOn());
    }

    /** Waits for the next look; false where there is none. */
    private boolean goOn() {
        long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS);
        synchronized (bell) {
            try {
                for (long left = POLL_MILLIS; !stopped && left > 0; left = millisTo(next)) {
                    bell.wait(left);
                }
                return !stopped;
            } catch (InterruptedException e) {
                return false; // nobody but the end of the process interrupts this thread
            }
        }
    }

    private static long millisTo(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime());
    }

    private void look() throws IOException {
        Map<String, String> now = files.stamps();
        refused.keySet().retainAll(now.keySet());
        unfinished.keySet().retainAll(now.keySet());
        for (Map.Entry<String, String> jar : now.entrySet()) {
            String name = jar.getKey();
            String stamp = jar.getValue();
            boolean stable = stamp.equals(lastLook.get(name)) && !stamp.equals(refused.get(name));
            Deployed deployed = running.get(name);
            if (stable && (deployed == null || !deployed.stamp().equals(stamp))) {
                deploy(name, stamp);
            }
        }
        Set<String> gone = new HashSet<>(running.keySet());
        gone.removeAll(now.keySet());
        gone.removeIf(files::exists); // put back since the listing
        for (String name : gone) {
            plugins.uninstall(running.remove(name).bundle(), true);
            files.forget(name);
            LOG.info("{} was removed and is stopped", name);
        }
        lastLook = now;
    }

    private void deploy(String name, String stamp) {
        try {
            Path copy = files.copy(name);
            if (!JarFiles.isWhole(copy)) {
                if (isExpected(name, stamp)) {
                    return;
                }
                throw new BundleException("it is no jar, or was cut off");
            }
            Bundle bundle = plugins.start(name, copy);
            Deployed before = running.put(name, new Deployed(stamp, bundle));
            files.keep(name);
            if (before != null) {
                plugins.uninstall(before.bundle(), true);
            }
            LOG.info("{} {}", name, Plugins.how(bundle));
        } catch (BundleException | IOException | RuntimeException | LinkageError e) {
            refuse(name, stamp, Plugins.reason(e));
        }
    }

    /** Whether the rest of an unfinished jar may still come. */
    private boolean isExpected(String name, String stamp) {
        Unfinished seen = unfinished.get(name);
        int looks = seen != null && seen.stamp().equals(stamp) ? seen.looks() + 1 : 1;
        unfinished.put(name, new Unfinished(stamp, looks));
        return looks < LOOKS_FOR_THE_REST;
    }

    private void refuse(String name, String stamp, String reason) {
        refused.put(name, stamp);
        unfinished.remove(name);
        Deployed before = running.get(name);
        try {
            LOG.error(
                    "{} is refused and set aside in deploy/refused: {}{}",
                    name,
                    reason,
                    before == null ? "" : "; the version before it runs on");
            files.setAside(name, reason);
            if (before != null) {
                running.put(name, new Deployed(files.putBack(name), before.bundle()));
            }
        } catch (IOException e) {
            LOG.error("{} could not be set aside: {}", name, e.getMessage());
        }
    }
}
