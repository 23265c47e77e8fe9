// SPDX-License-Identifier: MIT
package org.throng.itests.wiring.probe.caller;

import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Uses a service as our roles do; says 0 where none is there. */
@Component(property = "probe=caller", service = Supplier.class)
public final class Caller implements Supplier<Integer> {
    @Reference(
            target = "(probe=answer)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile IntSupplier answer;

    @Override
    public Integer get() {
        IntSupplier now = answer;
        return now == null ? 0 : now.getAsInt();
    }
}
