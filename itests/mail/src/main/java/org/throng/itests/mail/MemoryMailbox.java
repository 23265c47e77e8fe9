// SPDX-License-Identifier: MIT
package org.throng.itests.mail;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.throng.identity.Identities;
import org.throng.mailbox.Mailbox;
import org.throng.mailbox.store.MailboxKeeper;
import org.throng.store.memory.MemoryStores;

/** The product's own mailbox over a store in memory. */
public final class MemoryMailbox {
    private MemoryMailbox() {}

    /** A new one, empty. */
    public static Mailbox open(Identities identities) {
        AtomicReference<Mailbox> offered = new AtomicReference<>();
        ServiceRegistration<?> registration = like(ServiceRegistration.class, (self, method, words) -> null);
        BundleContext context = like(BundleContext.class, (self, method, words) -> {
            if (method.getName().equals("registerService")) {
                offered.set((Mailbox) words[1]);
                return registration;
            }
            return "memory"; // the one property that is asked for is a folder
        });
        MailboxKeeper keeper = new MailboxKeeper(context, identities);
        keeper.addStores(new MemoryStores(), Map.of());
        keeper.start();
        return offered.get();
    }

    private static <T> T like(Class<T> type, InvocationHandler how) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, how));
    }
}
