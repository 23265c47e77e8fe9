// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.throng.relay.Exchange;
import org.throng.relay.Health;
import org.throng.relay.Numbers;
import org.throng.relay.Retention;
import org.throng.relay.Transfer;

/** What an operator has of a relay beside its statistics, as services that are there as long as it is. */
final class Operation implements AutoCloseable {
    private final List<ServiceRegistration<?>> services = new ArrayList<>();
    private final RetentionRounds rounds;

    /** @param folder of the store */
    Operation(BundleContext context, EventRelay relay, Path folder) {
        rounds = new RetentionRounds(relay);
        services.add(context.registerService(Transfer.class, new EventTransfer(relay), null));
        services.add(context.registerService(Exchange.class, new EventExchange(relay), null));
        services.add(context.registerService(Health.class, relay.health(), null));
        services.add(context.registerService(Numbers.class, new RelayNumbers(relay, folder), null));
        services.add(context.registerService(
                new String[] {Retention.class.getName(), RetentionRounds.class.getName()}, rounds, null));
    }

    @Override
    public void close() {
        services.forEach(ServiceRegistration::unregister);
        rounds.close();
    }
}
