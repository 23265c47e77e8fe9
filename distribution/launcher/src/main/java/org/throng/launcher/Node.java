// SPDX-License-Identifier: MIT
package org.throng.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One framework with the bundles of one role. The distribution is only read: bundles are installed by reference, and all
 * that changes lies in the home folder.
 */
final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration PATIENCE = Duration.ofMillis(10);

    private static final String LISTENER = "org.throng.http.Listener";

    /** After an error a port that is not open will not be: it needs nothing that takes long. */
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(8);

    private final Framework framework;
    private final RoleFeature feature;

    private Node(Framework framework, RoleFeature feature) {
        this.framework = framework;
        this.feature = feature;
    }

    /** Starts the framework and its bundles; what a bundle's start says goes to the log. */
    static Node start(Path distribution, Arguments arguments, Map<String, String> environment)
            throws IOException, BundleException {
        RoleFeature feature = RoleFeature.read(distribution.resolve("features").resolve(arguments.role() + ".json"));
        Map<String, String> properties = new HashMap<>(feature.properties());
        properties.put(
                Constants.FRAMEWORK_STORAGE,
                arguments.home().resolve("cache").resolve("felix").toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "50");
        properties.put("felix.cache.rootdir", "");
        properties.put("throng.home", arguments.home().toString());
        properties.put("throng.role", arguments.role());
        properties.put("throng.distribution", distribution.toString());
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(properties);
        framework.init();
        BundleContext context = framework.getBundleContext();
        layer(context, "feature", feature.settings());
        layer(context, "environment", environment);
        layer(context, "command-line", arguments.settings());
        install(context, distribution.resolve("repo"), feature);
        framework.start();
        return new Node(framework, feature);
    }

    private static void install(BundleContext context, Path repository, RoleFeature feature) throws BundleException {
        List<Bundle> bundles = new ArrayList<>();
        for (RoleFeature.Part part : feature.bundles()) {
            Bundle bundle = context.installBundle(
                    "reference:" + repository.resolve(part.path()).toUri());
            bundle.adapt(BundleStartLevel.class).setStartLevel(part.startLevel());
            bundles.add(bundle);
        }
        for (Bundle bundle : bundles) {
            if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
        }
    }

    /** The config bundle finds each layer of settings as a service. */
    private static void layer(BundleContext context, String name, Map<String, String> settings) {
        context.registerService(
                Map.class.getName(), settings, FrameworkUtil.asDictionary(Map.of("throng.layer", name)));
    }

    /**
     * Waits for every service that makes the node ready.
     *
     * @param trouble the first error since the start
     * @return the addresses of the listeners among them, as {@code name=url}
     * @throws NotReadyException naming what never came
     */
    List<String> awaitReady(Duration limit, Supplier<Optional<String>> trouble)
            throws NotReadyException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        List<String> addresses = new ArrayList<>();
        for (String filter : feature.awaited()) {
            ServiceReference<?> found = find(filter);
            boolean troubled = false;
            while (found == null) {
                if (!troubled && filter.contains(LISTENER) && trouble.get().isPresent()) {
                    troubled = true;
                    deadline = Math.min(deadline, System.nanoTime() + AFTER_TROUBLE.toNanos());
                }
                if (System.nanoTime() > deadline) {
                    throw new NotReadyException("no service " + filter + " after " + limit.toSeconds() + " s");
                }
                Thread.sleep(PATIENCE.toMillis());
                found = find(filter);
            }
            Object service = framework.getBundleContext().getService(found);
            if (service == null) { // a component that failed: asking again would let it fail again
                throw new NotReadyException("the service " + filter + " did not come up");
            }
            address(found, service).ifPresent(addresses::add);
        }
        return addresses;
    }

    /** {@code name=url} of a listener; by reflection on its contract, which this class path does not have. */
    private Optional<String> address(ServiceReference<?> reference, Object service) {
        try {
            Class<?> contract = reference.getBundle().loadClass(LISTENER);
            if (!contract.isInstance(service)) {
                return Optional.empty();
            }
            String name = (String) contract.getMethod("name").invoke(service);
            String authority = (String) contract.getMethod("authority").invoke(service);
            return Optional.of(name + "=" + (name.equals("relay") ? "ws" : "http") + "://" + authority);
        } catch (ClassNotFoundException e) {
            return Optional.empty(); // a service without an address
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the contract of listeners has changed", e);
        }
    }

    private ServiceReference<?> find(String filter) {
        BundleContext context = framework.getBundleContext();
        try {
            ServiceReference<?>[] all = context == null ? null : context.getAllServiceReferences(null, filter);
            return all == null ? null : all[0];
        } catch (IllegalStateException e) {
            return null; // stopped between the two lines
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the feature file names a filter that is none: " + filter, e);
        }
    }

    void stop() {
        try {
            framework.stop();
            framework.waitForStop(Duration.ofSeconds(5).toMillis());
        } catch (BundleException e) {
            LOG.error("The node did not stop in order", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /** The node started, but something that it needs did not. */
    static final class NotReadyException extends Exception {
        private static final long serialVersionUID = 1;

        NotReadyException(String message) {
            super(message);
        }
    }
}
