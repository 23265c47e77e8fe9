// SPDX-License-Identifier: MIT
package org.throng.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.throng.http.Endpoint;
import org.throng.http.Listener;
import org.throng.relay.Health;
import org.throng.relay.Numbers;

/** Offers {@code /metrics}, {@code /livez} and {@code /readyz} on the listener of the settings. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.throng.metrics")
@Designate(ocd = Monitoring.Settings.class)
public final class Monitoring {
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final List<ServiceRegistration<Endpoint>> endpoints = new ArrayList<>();
    private final Scrape scrape;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Numbers> numbers = List.of();

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Health health;

    /** The settings. */
    @ObjectClassDefinition(id = "org.throng.metrics", name = "Metrics and health")
    @interface Settings {
        @AttributeDefinition(
                name = "Listener",
                description =
                        "The name of the listener that answers /metrics, /livez and /readyz, to anybody who reaches it and"
                                + " without a token. api is reached by this machine alone; for a port of their own name one, such as"
                                + " metrics, and give it a file org.throng.http.undertow~metrics.cfg with name, host and port.")
        String listener() default "api";
    }

    @Activate
    public Monitoring(BundleContext context, Settings settings) {
        String listener = settings.listener().strip();
        scrape = new Scrape(() -> numbers, () -> listeners);
        Readiness readiness = new Readiness(() -> health, () -> listeners);
        offer(context, new MetricsEndpoint(listener, scrape));
        offer(context, new HealthEndpoint(listener, "/livez", readiness::live));
        offer(context, new HealthEndpoint(listener, "/readyz", readiness::ready));
    }

    private void offer(BundleContext context, Endpoint endpoint) {
        endpoints.add(context.registerService(Endpoint.class, endpoint, null));
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    void addListener(Listener listener) {
        listeners.add(listener);
    }

    void removeListener(Listener listener) {
        listeners.remove(listener);
    }

    @Deactivate
    void stop() {
        endpoints.forEach(ServiceRegistration::unregister);
        scrape.close();
    }
}
