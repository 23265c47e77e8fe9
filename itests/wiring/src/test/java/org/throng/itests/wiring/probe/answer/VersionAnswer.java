// SPDX-License-Identifier: MIT
package org.throng.itests.wiring.probe.answer;

import java.util.function.IntSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** A service that says which version of it answers. */
@Component(property = "probe=answer")
public final class VersionAnswer implements IntSupplier {
    private final int version;

    @Activate
    public VersionAnswer(BundleContext context) {
        version = context.getBundle().getVersion().getMajor();
    }

    @Override
    public int getAsInt() {
        return version;
    }
}
