// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
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
import org.throng.identity.IdentityListener;
import org.throng.mail.StandardRelays;

/** The standard relays out of the settings. */
@Component(service = StandardRelays.class, configurationPid = MailSettings.PID)
@Designate(ocd = MailSettings.class)
public final class ConfiguredRelays implements StandardRelays {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredRelays.class);
    private static final String OWN = "own";

    private volatile List<String> words = List.of();

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

    /** Only a change is told: whoever needs this service comes up with it. */
    @Modified
    void change(BundleContext context, MailSettings settings) {
        configure(settings);
        tell(context);
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
    }

    /** Looked up, not referenced: the inbox needs this service itself. */
    private static void tell(BundleContext context) {
        try {
            for (ServiceReference<IdentityListener> reference :
                    context.getServiceReferences(IdentityListener.class, null)) {
                IdentityListener listener = context.getService(reference);
                if (listener != null) {
                    listener.changed();
                    context.ungetService(reference);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter has no syntax", e);
        }
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
