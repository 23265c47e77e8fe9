// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.throng.event.ClientMessage;
import org.throng.event.EventJson;
import org.throng.policy.Demands;
import org.throng.relay.Management.Looks;

/** The relay's document of NIP-11: what it says is what is enforced. */
final class Information {
    private static final List<Integer> NIPS = List.of(1, 2, 9, 11, 13, 17, 40, 42, 45, 59, 62, 65, 67, 70, 77);

    /** Where somebody may call (NIP-86). */
    private static final List<Integer> MANAGED = List.of(86, 98);

    private Information() {}

    /**
     * @param demands of the policies now
     * @param managed whether an administrator may call
     * @param more members of others, name and JSON
     */
    static String json(
            Terms terms,
            String version,
            Demands demands,
            Looks looks,
            boolean managed,
            RetentionRules retention,
            Map<String, String> more) {
        StringBuilder out = new StringBuilder("{");
        text(out, "name", looks.name().orElse(terms.about().name()));
        text(out, "description", looks.description().orElse(terms.about().description()));
        looks.icon().ifPresent(icon -> text(out, "icon", icon));
        terms.about().pubkey().ifPresent(key -> text(out, "pubkey", key));
        terms.about().contact().ifPresent(contact -> text(out, "contact", contact));
        List<Integer> nips = new ArrayList<>(NIPS);
        nips.addAll(managed ? MANAGED : List.of());
        raw(out, "supported_nips", nips.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
        text(out, "version", version);
        StringBuilder limits = new StringBuilder("{");
        raw(limits, "max_message_length", "" + terms.bounds().messageBytes());
        raw(limits, "max_subscriptions", "" + terms.bounds().subscriptions());
        raw(limits, "max_limit", "" + terms.bounds().maxLimit());
        raw(limits, "default_limit", "" + terms.bounds().defaultLimit());
        raw(limits, "max_subid_length", "" + ClientMessage.MAX_SUBSCRIPTION_ID);
        raw(limits, "max_event_tags", "" + terms.bounds().tags());
        raw(limits, "min_pow_difficulty", "" + demands.proofBits());
        raw(limits, "created_at_upper_limit", "" + terms.bounds().aheadSeconds());
        raw(limits, "auth_required", "false");
        raw(limits, "payment_required", "false");
        raw(limits, "restricted_writes", "" + demands.restricted());
        raw(out, "limitation", limits.append('}').toString());
        raw(out, "retention", retention.json());
        more.forEach((name, json) -> raw(out, name, json));
        return out.append('}').toString();
    }

    private static void text(StringBuilder out, String name, String value) {
        StringBuilder quoted = new StringBuilder();
        EventJson.writeString(quoted, value);
        raw(out, name, quoted.toString());
    }

    private static void raw(StringBuilder out, String name, String json) {
        out.append(out.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\":")
                .append(json);
    }
}
