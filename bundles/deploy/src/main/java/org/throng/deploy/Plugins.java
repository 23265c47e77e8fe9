// SPDX-License-Identifier: MIT
package org.throng.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops bundles that were dropped in. */
final class Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);
    private static final String LOCATION = "deploy:";
    private static final String COMPONENTS = "Service-Component";

    private final BundleContext context;
    private final Trial trial;
    private long generation;

    Plugins(BundleContext context, Trial trial) {
        this.context = context;
        this.trial = trial;
    }

    /**
     * A new bundle that runs, and whose components come up.
     *
     * @throws BundleException saying why it does not; it is gone again then
     */
    Bundle start(String name, Path jar) throws BundleException, IOException {
        JarFiles.check(jar);
        Bundle bundle;
        try (InputStream bytes = Files.newInputStream(jar)) {
            bundle = context.installBundle(LOCATION + name + "#" + generation++, bytes);
        }
        try {
            if (bundle.getHeaders("").get(COMPONENTS) != null) {
                trial.of(bundle);
            }
            if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
            return bundle;
        } catch (BundleException | RuntimeException | LinkageError e) {
            uninstall(bundle, true);
            throw e;
        }
    }

    /** What became of it: a fragment never runs by itself. */
    static String how(Bundle bundle) {
        String host = bundle.getHeaders("").get(Constants.FRAGMENT_HOST);
        String name = bundle.getSymbolicName() + " " + bundle.getVersion();
        return host == null ? "runs as " + name : "is installed as " + name + ", a fragment of " + host.split(";")[0];
    }

    /** Why something failed, on one line. */
    static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String first = String.valueOf(failure.getMessage());
        String last = String.valueOf(root.getMessage());
        return (first.contains(last) ? first : first + ": " + last)
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** @param refresh lets go of its classes now; not while everything ends */
    void uninstall(Bundle bundle, boolean refresh) {
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
        if (refresh && !pending.isEmpty()) {
            wiring.refreshBundles(pending);
        }
    }
}
