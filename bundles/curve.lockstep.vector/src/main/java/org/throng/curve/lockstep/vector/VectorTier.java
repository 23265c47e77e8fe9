// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep.vector;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.lanes.LaneField;

/**
 * Offers the field in vectors where this Java and this processor have what it takes; elsewhere it says why not, once, and
 * plain Java does the work. Only {@link VectorField} names classes of the incubating module.
 */
@Component(
        immediate = true,
        service = {})
public final class VectorTier {
    private static final Logger LOG = LoggerFactory.getLogger(VectorTier.class);
    private static final String MODULE = "jdk.incubator.vector";
    private static final int TRIES = 5;
    private static final int PRODUCTS = 1_000;

    /** For {@link #PRODUCTS}: hardware takes some microseconds, its replacement by big numbers milliseconds. */
    private static final long FAST_NANOS = 400_000;

    private final ServiceRegistration<?> registration;

    @Activate
    public VectorTier(BundleContext context) {
        String missing = missing();
        if (missing == null) {
            registration = context.registerService(LaneField.class.getName(), new VectorField(), null);
        } else {
            LOG.info("Batches on the curve do without vectors: {}", missing);
            registration = null;
        }
    }

    /** Why vectors do not serve here; null where they do. */
    static String missing() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return "Java was started without --add-modules " + MODULE;
        }
        return hasFusedProducts() ? null : "this processor has no fused multiply-add";
    }

    private static boolean hasFusedProducts() {
        double sum = 0;
        for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            for (int k = 0; k < PRODUCTS; k++) {
                sum = Math.fma(k, 0.5, sum);
            }
            if (System.nanoTime() - start < FAST_NANOS && sum > 0) {
                return true;
            }
        }
        return false;
    }

    @Deactivate
    void stop() {
        if (registration != null) {
            registration.unregister();
        }
    }
}
