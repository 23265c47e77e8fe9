// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.Curve;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityListener;

/**
 * The identities of this node, in the home that the launcher names ({@code throng.home}).
 *
 * <p>Listeners are looked up at each event, not referenced: most of them need this service themselves, and two
 * components that reference each other do not start.
 *
 * <p>Threads: {@code throng-identity} looks each second whether a disposable identity is over: a machine that slept wakes
 * late.
 */
@Component(service = Identities.class, property = "name=keyfile")
public final class KeyfileComponent extends KeyfileIdentities {
    private static final Logger LOG = LoggerFactory.getLogger(KeyfileComponent.class);

    private final BundleContext context;
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "throng-identity");
        thread.setDaemon(true);
        return thread;
    });
    private boolean failing; // of the looker alone

    @Activate
    public KeyfileComponent(BundleContext context, @Reference Curve curve) throws IdentityException {
        super(
                Path.of(context.getProperty("throng.home"), "data", "identity"),
                curve,
                new SecureRandom(),
                Clock.systemUTC());
        this.context = context;
    }

    /** Before it no thread runs: Declarative Services may let go of an instance that it made, and tell it nothing. */
    @Activate
    void start() {
        looker.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            int over = expire();
            if (over > 0) {
                LOG.info("{} disposable identities are over", over);
            }
            failing = false;
        } catch (IdentityException | RuntimeException e) {
            if (!failing) {
                LOG.error(
                        "A disposable identity is over and cannot be let go, which is tried again: {}",
                        e.getMessage(),
                        e);
            }
            failing = true;
        }
    }

    /** Nothing secret outlives the component. */
    @Deactivate
    void close() throws InterruptedException {
        looker.shutdown();
        looker.awaitTermination(3, TimeUnit.SECONDS);
        lock();
    }

    @Override
    protected void tell(Consumer<IdentityListener> what) {
        Collection<ServiceReference<IdentityListener>> listeners;
        try {
            listeners = context.getServiceReferences(IdentityListener.class, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter has no syntax", e);
        }
        RuntimeException failed = null;
        for (ServiceReference<IdentityListener> reference : listeners) {
            IdentityListener listener = context.getService(reference);
            if (listener != null) {
                try {
                    what.accept(listener);
                } catch (RuntimeException e) { // the others are told all the same
                    if (failed == null) {
                        failed = e;
                    } else {
                        failed.addSuppressed(e);
                    }
                } finally {
                    context.ungetService(reference);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
