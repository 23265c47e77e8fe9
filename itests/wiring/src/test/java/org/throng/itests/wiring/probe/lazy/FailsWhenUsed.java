// SPDX-License-Identifier: MIT
package org.throng.itests.wiring.probe.lazy;

import java.util.function.IntSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** A service that is there, and does not come up when somebody wants it. */
@Component(property = {"probe=answer", "service.ranking:Integer=7"})
public final class FailsWhenUsed implements IntSupplier {
    @Activate
    public FailsWhenUsed() {
        throw new IllegalStateException("no moon tonight");
    }

    @Override
    public int getAsInt() {
        throw new IllegalStateException("it never came up");
    }
}
