// SPDX-License-Identifier: MIT
package org.throng.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops bundles that were dropped in. */
final class Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);
    private static final String LOCATION = "deploy:";
    private static final String CAUSE = "Caused by: ";

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private long generation;

    Plugins(BundleContext context, ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    /**
     * A new bundle that runs, and whose components come up.
     *
     * @throws BundleException saying why it does not; it is gone again then
     */
    Bundle start(String name, Path jar) throws BundleException, IOException {
        Bundle bundle;
        try (InputStream bytes = Files.newInputStream(jar)) {
            bundle = context.installBundle(LOCATION + name + "#" + generation++, bytes);
        }
        try {
            if (bundle.getSymbolicName() == null) {
                throw new BundleException("it is no OSGi bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME);
            }
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
                comeUp(bundle);
            }
            return bundle;
        } catch (BundleException | RuntimeException | LinkageError e) {
            uninstall(bundle, true);
            throw e;
        }
    }

    /** A service may be registered long before its component is made; a broken one is to be known now. */
    private void comeUp(Bundle bundle) throws BundleException {
        ServiceReference<?>[] registered = bundle.getRegisteredServices();
        if (registered != null) {
            for (ServiceReference<?> reference : registered) {
                if (context.getService(reference) != null) {
                    context.ungetService(reference);
                }
            }
        }
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs(bundle)) {
            for (ComponentConfigurationDTO made : components.getComponentConfigurationDTOs(component)) {
                if (made.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    throw new BundleException(component.name + " does not come up: " + cause(made.failure));
                }
            }
        }
    }

    /** The last cause of a stack trace in words. */
    static String cause(String trace) {
        Optional<String> last = trace.lines()
                .filter(line -> line.startsWith(CAUSE))
                .reduce((earlier, later) -> later)
                .map(line -> line.substring(CAUSE.length()));
        return last.orElseGet(() -> trace.lines().findFirst().orElse("it does not say why"));
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
