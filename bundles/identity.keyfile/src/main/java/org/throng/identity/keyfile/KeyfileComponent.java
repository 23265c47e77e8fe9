// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.throng.curve.Curve;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityListener;

/**
 * The identities of this node, in the home that the launcher names ({@code throng.home}).
 *
 * <p>Listeners are looked up at each event, not referenced: most of them need this service themselves, and two
 * components that reference each other do not start.
 */
@Component(service = Identities.class, property = "name=keyfile")
public final class KeyfileComponent extends KeyfileIdentities {
    private final BundleContext context;

    @Activate
    public KeyfileComponent(BundleContext context, @Reference Curve curve) throws IdentityException {
        super(
                Path.of(context.getProperty("throng.home"), "data", "identity"),
                curve,
                new SecureRandom(),
                Clock.systemUTC());
        this.context = context;
    }

    /** Nothing secret outlives the component. */
    @Deactivate
    void close() {
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
