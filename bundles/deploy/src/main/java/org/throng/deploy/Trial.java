// SPDX-License-Identifier: MIT
package org.throng.deploy;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.Logger;
import org.osgi.service.log.admin.LoggerAdmin;
import org.osgi.service.log.admin.LoggerContext;

/**
 * A first start that nobody else sees. A component's service is registered before the component is made, and whoever binds
 * to one that then fails has lost what it had before; so every component of a new bundle is made once while its services
 * are hidden, and only a bundle that passed is started for all.
 *
 * <p>The log of the bundle is silent meanwhile: why it failed is said once, by whoever asked.
 */
final class Trial implements EventListenerHook, FindHook {
    private static final String CAUSE = "Caused by: ";

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final LoggerAdmin logs;
    private volatile Bundle hidden;

    Trial(BundleContext context, ServiceComponentRuntime components, LoggerAdmin logs) {
        this.context = context;
        this.components = components;
        this.logs = logs;
    }

    /** @throws BundleException naming the component that did not come up, and why */
    void of(Bundle bundle) throws BundleException {
        LoggerContext log = logs.getLoggerContext(bundle.getSymbolicName());
        Map<String, LogLevel> before = log.getLogLevels();
        log.setLogLevels(Map.of(Logger.ROOT_LOGGER_NAME, LogLevel.AUDIT));
        ServiceRegistration<?> hooks = context.registerService(
                new String[] {EventListenerHook.class.getName(), FindHook.class.getName()}, this, null);
        hidden = bundle;
        try {
            bundle.start(Bundle.START_TRANSIENT);
            makeAll(bundle);
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException | RuntimeException | LinkageError e) {
            bundle.uninstall();
            throw e;
        } finally {
            hidden = null;
            hooks.unregister();
            log.setLogLevels(before);
        }
    }

    private void makeAll(Bundle bundle) throws BundleException {
        ServiceReference<?>[] registered = bundle.getRegisteredServices();
        if (registered != null) {
            for (ServiceReference<?> reference : registered) {
                if (context.getService(reference) != null) {
                    context.ungetService(reference);
                }
            }
        }
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs(bundle)) {
            Optional<ComponentConfigurationDTO> failed = components.getComponentConfigurationDTOs(component).stream()
                    .filter(made -> made.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                    .findFirst();
            if (failed.isPresent()) {
                throw new BundleException(component.name + " does not come up: " + cause(failed.get().failure));
            }
        }
    }

    /** The last cause of a stack trace in words. */
    static String cause(String trace) {
        return Arrays.stream(trace.split("\n"))
                .filter(line -> line.startsWith(CAUSE))
                .reduce((earlier, later) -> later)
                .map(line -> line.substring(CAUSE.length()))
                .orElseGet(() -> trace.split("\n")[0])
                .strip();
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        if (event.getServiceReference().getBundle() == hidden) {
            listeners.keySet().removeIf(other -> !sees(other));
        }
    }

    @Override
    public void find(
            BundleContext finder, String name, String filter, boolean all, Collection<ServiceReference<?>> references) {
        if (!sees(finder)) {
            references.removeIf(reference -> reference.getBundle() == hidden);
        }
    }

    private boolean sees(BundleContext other) {
        Bundle bundle = other.getBundle();
        return bundle == hidden || bundle == context.getBundle() || bundle.getBundleId() == 0;
    }
}
