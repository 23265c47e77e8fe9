// SPDX-License-Identifier: MIT
package org.throng.mailbox.store;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.PublicKey;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityListener;
import org.throng.mailbox.Mailbox;
import org.throng.store.StoreException;
import org.throng.store.Stores;
import org.throng.store.Variants;

/**
 * Offers the {@link Mailbox} service while the vault is open. It is opened on the thread that unlocked, and closed, its
 * keys erased, before locking returns.
 *
 * <p>Disposable identities that departed are wiped before the service appears, and while it is there on the thread on which
 * they departed. Then the store's files are written anew without them, on a thread of its own, for that may take a while;
 * only when this is done too they are forgotten. A crash at any moment begins it again at the next start.
 */
@Component(immediate = true, service = IdentityListener.class)
public final class MailboxKeeper implements IdentityListener {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxKeeper.class);

    private final BundleContext context;
    private final Identities identities;
    private final Variants variants = new Variants();
    private boolean started;
    private Stores used;
    private final Clock clock = Clock.systemUTC();
    private final Set<PublicKey> wiped = new HashSet<>();
    private StoreMailbox mailbox;
    private ServiceRegistration<Mailbox> registration;

    @Activate
    public MailboxKeeper(BundleContext context, @Reference Identities identities) {
        this.context = context;
        this.identities = identities;
    }

    /** Every store variant that is there was told. */
    @Activate
    public synchronized void start() {
        started = true;
        if (!identities.isLocked()) {
            unlocked();
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public synchronized void addStores(Stores added, Map<String, ?> properties) {
        variants.add(added, properties);
        if (started && !identities.isLocked()) {
            unlocked();
        }
    }

    synchronized void removeStores(Stores removed) {
        variants.remove(removed);
        if (removed == used) {
            locked();
            if (started && !identities.isLocked()) {
                unlocked();
            }
        }
    }

    @Deactivate
    synchronized void stop() {
        started = false;
        locked();
    }

    @Override
    public synchronized void unlocked() {
        if (mailbox != null) {
            return;
        }
        Path folder = Path.of(context.getProperty("throng.home"), "data", "mail");
        try {
            used = variants.choose(folder, "");
        } catch (StoreException e) {
            LOG.info("The mailbox waits: {}", e.getMessage());
            return;
        }
        byte[] key = new byte[0];
        try {
            key = identities.derive("mailbox");
            mailbox = new StoreMailbox(used.open(folder), key, new SecureRandom(), identities::gone);
            wipe();
            registration = context.registerService(Mailbox.class, mailbox, null);
        } catch (IdentityException e) {
            LOG.info("The mailbox stays closed: {}", e.getMessage());
        } catch (IOException e) {
            LOG.error("The mailbox cannot be opened: {}", e.getMessage(), e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Perhaps a disposable identity departed. */
    @Override
    public synchronized void changed() {
        if (mailbox != null) {
            wipe();
        }
    }

    private void wipe() {
        Set<PublicKey> left = new HashSet<>(identities.departed());
        left.removeAll(wiped);
        if (left.isEmpty()) {
            return;
        }
        StoreMailbox open = mailbox;
        for (PublicKey npub : left) {
            try {
                open.wipe(npub, clock.instant().getEpochSecond());
                wiped.add(npub);
            } catch (IOException e) {
                LOG.error("A disposable identity could not be wiped, which is tried again: {}", e.getMessage(), e);
            }
        }
        Set<PublicKey> done = new HashSet<>(left);
        done.retainAll(wiped);
        Thread thread = new Thread(() -> finish(open, done), "throng-mailbox-wipe");
        thread.setDaemon(true);
        thread.start();
    }

    /** What was wiped is in the store's files until they are written anew. */
    private void finish(StoreMailbox open, Set<PublicKey> done) {
        try {
            open.compact();
            for (PublicKey npub : done) {
                identities.forget(npub);
            }
            LOG.info("{} disposable identities were wiped", done.size());
        } catch (IOException | IdentityException e) {
            LOG.info("The rest of a wiped identity goes when the vault is opened next: {}", e.getMessage());
        } finally {
            synchronized (this) {
                wiped.removeAll(done); // the key may come back, and depart again
            }
        }
    }

    @Override
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
