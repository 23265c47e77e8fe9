// SPDX-License-Identifier: MIT
package org.throng.mailbox.store;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityListener;
import org.throng.mailbox.Mailbox;
import org.throng.store.Stores;

/**
 * Offers the {@link Mailbox} service while the vault is open. It is opened on the thread that unlocked, and closed, its
 * keys erased, before locking returns.
 */
@Component(immediate = true, service = IdentityListener.class)
public final class MailboxKeeper implements IdentityListener {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxKeeper.class);

    private final BundleContext context;
    private final Identities identities;
    private final List<Stores> stores; // the best first
    private StoreMailbox mailbox;
    private ServiceRegistration<Mailbox> registration;

    @Activate
    public MailboxKeeper(
            BundleContext context,
            @Reference Identities identities,
            @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE) List<Stores> stores) {
        this.context = context;
        this.identities = identities;
        List<Stores> best = new ArrayList<>(stores); // Declarative Services gives the lowest ranking first
        Collections.reverse(best);
        this.stores = List.copyOf(best);
        if (!identities.isLocked()) {
            unlocked();
        }
    }

    @Override
    public synchronized void unlocked() {
        if (mailbox != null) {
            return;
        }
        byte[] key = new byte[0];
        try {
            key = identities.derive("mailbox");
            Path folder = Path.of(context.getProperty("throng.home"), "data", "mail");
            mailbox = new StoreMailbox(Stores.choose(stores, folder, "").open(folder), key, new SecureRandom());
            registration = context.registerService(Mailbox.class, mailbox, null);
        } catch (IdentityException e) {
            LOG.info("The mailbox stays closed: {}", e.getMessage());
        } catch (IOException e) {
            LOG.error("The mailbox cannot be opened: {}", e.getMessage(), e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    @Deactivate
    public synchronized void locked() {
        if (mailbox == null) {
            return;
        }
        registration.unregister();
        try {
            mailbox.close();
        } catch (IOException e) {
            LOG.error("The mailbox was not closed in order: {}", e.getMessage(), e);
        }
        mailbox = null;
        registration = null;
    }
}
