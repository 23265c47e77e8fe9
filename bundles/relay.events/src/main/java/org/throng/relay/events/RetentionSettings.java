// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.event.MalformedException;

/** Brings the settings of retention to the relay, while it runs: no client is cut off for a change of them. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.throng.relay.retention")
@Designate(ocd = RetentionSettings.Settings.class)
public final class RetentionSettings {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionSettings.class);

    private RetentionRules rules;
    private long intervalMillis;
    private RetentionRounds relay;

    /** The settings. */
    @ObjectClassDefinition(id = "org.throng.relay.retention", name = "What the relay lets go of")
    @interface Settings {
        @AttributeDefinition(
                name = "Rules",
                description =
                        "What is kept of which kinds, such as 1 6 20-29; age 90d; count 1000000; bytes 2GiB. What is"
                                + " older goes, and the oldest of what is too much; * is every kind that no other rule names, but"
                                + " for deletions (5, 62). Headers and bodies are kept for their 30 days. None by default: who"
                                + " publishes does not expect it.")
        String[] rules() default {};

        @AttributeDefinition(
                name = "Minutes between rounds",
                description = "How often the rules are applied. The first time is so long after a change, for a second"
                        + " thought; 'throng admin retention' does it now.",
                min = "1",
                max = "10080")
        int interval_minutes() default 60;
    }

    @Activate
    public RetentionSettings(Settings settings) {
        read(settings);
    }

    @Modified
    synchronized void change(Settings settings) {
        read(settings);
        bring();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void setRelay(RetentionRounds come) {
        relay = come;
        bring();
    }

    synchronized void unsetRelay(RetentionRounds gone) {
        if (relay == gone) {
            relay = null;
        }
    }

    private void bring() {
        if (relay != null) {
            relay.set(rules, intervalMillis);
        }
    }

    private void read(Settings settings) {
        List<RetentionRule> read = new ArrayList<>();
        for (String text : settings.rules()) {
            try {
                if (!text.isBlank()) {
                    read.add(RetentionRule.read(text));
                }
            } catch (MalformedException e) {
                LOG.warn("org.throng.relay.retention/rules: {}, got '{}'; not applied", e.getMessage(), text);
            }
        }
        rules = new RetentionRules(read);
        intervalMillis = TimeUnit.MINUTES.toMillis(settings.interval_minutes());
    }
}
