// SPDX-License-Identifier: MIT
package org.throng.itests.wiring.probe.broken;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** An immediate component that does not come up. */
@Component(immediate = true)
public final class FailsAtStart implements Runnable {
    @Activate
    public FailsAtStart() {
        throw new IllegalStateException("no moon tonight");
    }

    @Override
    public void run() {
        throw new IllegalStateException("it never came up");
    }
}
