// SPDX-License-Identifier: MIT
package org.throng.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code deploy/}, four looks a second. A jar counts when it was unchanged for one look.
 *
 * <p>A jar that changed is installed and started as a new bundle first; only then the old one goes, so that whoever uses
 * its service finds one at every moment. A jar that cannot be installed or started is moved to {@code deploy/refused/}
 * with the reason in the log and beside it; nothing else is touched, and the version before it stays.
 *
 * <p>Threads: one of its own.
 */
@Component(
        immediate = true,
        service = {})
public final class DeployFolder {
    private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);
    private static final long POLL_MILLIS = 250;
    private static final String LOCATION = "deploy:";

    private final BundleContext context;
    private final Path folder;
    private final Thread watcher;
    private volatile boolean stopped;

    private Map<String, String> lastLook = Map.of();
    private final Map<String, Deployed> running = new HashMap<>();
    private long generation;

    private record Deployed(String stamp, Bundle bundle) {}

    @Activate
    public DeployFolder(BundleContext context) {
        this.context = context;
        this.folder = Path.of(context.getProperty("throng.home"), "deploy");
        watcher = new Thread(this::watch, "throng-deploy");
        watcher.setDaemon(true);
        watcher.start();
    }

    @Deactivate
    void stop() throws InterruptedException {
        stopped = true;
        watcher.interrupt();
        if (Thread.currentThread() != watcher) {
            watcher.join();
        }
        for (Deployed deployed : running.values()) {
            uninstall(deployed.bundle());
        }
    }

    private void watch() {
        while (!stopped) {
            try {
                look();
                Thread.sleep(POLL_MILLIS);
            } catch (IOException e) {
                LOG.warn("Cannot read {}: {}", folder, e.getMessage());
                if (!pause()) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(20 * POLL_MILLIS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void look() throws IOException {
        Map<String, String> now = stamps();
        for (Map.Entry<String, String> jar : now.entrySet()) {
            Deployed deployed = running.get(jar.getKey());
            boolean stable = jar.getValue().equals(lastLook.get(jar.getKey()));
            if (stable && (deployed == null || !deployed.stamp().equals(jar.getValue()))) {
                deploy(jar.getKey(), jar.getValue());
            }
        }
        Set<String> gone = new HashSet<>(running.keySet());
        gone.removeAll(now.keySet());
        for (String name : gone) {
            uninstall(running.remove(name).bundle());
            LOG.info("{} was removed and is stopped", name);
        }
        lastLook = now;
    }

    private Map<String, String> stamps() throws IOException {
        Map<String, String> stamps = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return stamps;
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : jars) {
                try {
                    stamps.put(
                            jar.getFileName().toString(),
                            Files.getLastModifiedTime(jar).toMillis() + ":" + Files.size(jar));
                } catch (NoSuchFileException e) {
                    stamps.remove(jar.getFileName().toString()); // went away between the listing and here
                }
            }
        }
        return stamps;
    }

    private void deploy(String name, String stamp) {
        Bundle bundle = null;
        try {
            bundle = install(name);
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException | IOException | RuntimeException | LinkageError e) {
            if (bundle != null) {
                uninstall(bundle);
            }
            refuse(name, reason(e));
            return;
        }
        Deployed before = running.put(name, new Deployed(stamp, bundle));
        if (before != null) {
            uninstall(before.bundle());
        }
        LOG.info("{} runs as {} {}", name, bundle.getSymbolicName(), bundle.getVersion());
    }

    private Bundle install(String name) throws BundleException, IOException {
        try (InputStream jar = Files.newInputStream(folder.resolve(name))) {
            Bundle bundle = context.installBundle(LOCATION + name + "#" + generation++, jar);
            if (bundle.getSymbolicName() == null) {
                uninstall(bundle);
                throw new BundleException("it is no OSGi bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME);
            }
            return bundle;
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String first = String.valueOf(failure.getMessage());
        String last = String.valueOf(root.getMessage());
        return first.contains(last) ? first : first + ": " + last;
    }

    private void refuse(String name, String reason) {
        String line = reason.replaceAll("\\s+", " ");
        LOG.error("{} is refused and set aside in deploy/refused: {}", name, line);
        try {
            Path aside = Files.createDirectories(folder.resolve("refused"));
            Files.move(folder.resolve(name), aside.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(aside.resolve(name + ".reason.txt"), line + "\n");
        } catch (IOException e) {
            LOG.error("{} could not be set aside: {}", name, e.getMessage());
        }
    }

    private void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException e) {
            LOG.error("{} did not stop in order: {}", bundle.getSymbolicName(), e.getMessage());
        } catch (IllegalStateException e) {
            LOG.debug("{} was uninstalled already", bundle, e);
        }
        FrameworkWiring wiring =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        Collection<Bundle> pending = wiring.getRemovalPendingBundles();
        if (!stopped && !pending.isEmpty()) {
            wiring.refreshBundles(pending);
        }
    }
}
