// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.event.RelayUrl;
import org.throng.http.Listener;
import org.throng.mail.StandardRelays;

/** The standard relays out of the settings. */
@Component(service = StandardRelays.class, configurationPid = MailSettings.PID)
@Designate(ocd = MailSettings.class)
public final class ConfiguredRelays implements StandardRelays {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredRelays.class);
    private static final String OWN = "own";

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<String> words = List.of();
    private volatile boolean readsWraps;

    @Reference(
            target = "(name=relay)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Listener ownRelay;

    @Activate
    public ConfiguredRelays(MailSettings settings) {
        configure(settings);
    }

    /** Whoever listens is told and not looked up: it may be starting on another thread, and waiting for this service. */
    @Modified
    void change(MailSettings settings) {
        configure(settings);
        listeners.forEach(Runnable::run);
    }

    @Override
    public AutoCloseable listen(Runnable changed) {
        listeners.add(changed);
        return () -> listeners.remove(changed);
    }

    private void configure(MailSettings settings) {
        List<String> right = new ArrayList<>();
        for (String word : settings.relays()) {
            try {
                right.add(word.equals(OWN) ? OWN : RelayUrl.of(word).toString());
            } catch (IllegalArgumentException e) {
                LOG.warn("org.throng.mail/relays: {}, not applied", e.getMessage());
            }
        }
        words = right;
        readsWraps = settings.nip17_receive();
    }

    private static RelayUrl url(Listener own) {
        return RelayUrl.of("ws://" + own.authority());
    }

    @Override
    public boolean isOwn(RelayUrl relay) {
        Listener own = ownRelay;
        return own != null && url(own).equals(relay);
    }

    @Override
    public boolean readsWraps() {
        return readsWraps;
    }

    @Override
    public List<RelayUrl> list() {
        List<RelayUrl> urls = new ArrayList<>();
        Listener own = ownRelay;
        for (String word : words) {
            if (!word.equals(OWN)) {
                urls.add(RelayUrl.of(word));
            } else if (own != null) {
                urls.add(url(own));
            }
        }
        return List.copyOf(urls);
    }
}
