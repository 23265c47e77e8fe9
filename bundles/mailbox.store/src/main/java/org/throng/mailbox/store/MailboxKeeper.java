// SPDX-License-Identifier: MIT
package org.throng.mailbox.store;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
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
    private final Stores stores;
    private StoreMailbox mailbox;
    private ServiceRegistration<Mailbox> registration;

    @Activate
    public MailboxKeeper(BundleContext context, @Reference Identities identities, @Reference Stores stores) {
        this.context = context;
        this.identities = identities;
        this.stores = stores;
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
            mailbox = new StoreMailbox(stores.open(folder), key, new SecureRandom());
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
