// SPDX-License-Identifier: MIT
package org.throng.itests.wiring.probe.activated;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Somebody else's bundle that fails to start in the old way. */
public final class FailsToStart implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("no moon tonight");
    }

    @Override
    public void stop(BundleContext context) {
        throw new IllegalStateException("it never started");
    }
}
