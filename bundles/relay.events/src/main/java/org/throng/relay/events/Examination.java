// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.policy.Source;
import org.throng.policy.Submission;
import org.throng.relay.Moderation.Finding;
import org.throng.relay.Moderation.Report;
import org.throng.store.StoreException;

/** Says what would become of an event, and what people reported. */
final class Examination {
    private static final int REPORT = 1984;
    private static final int REPORTS = 5_000;
    private static final int TAGS = 20;
    private static final int MAX_REASON = 100;

    private final EventRelay relay;
    private final Curve curve;
    private final StoredEvents events;

    Examination(EventRelay relay, Curve curve, StoredEvents events) {
        this.relay = relay;
        this.curve = curve;
        this.events = events;
    }

    List<Finding> explain(Event event, Optional<InetAddress> from, Set<PublicKey> keys) throws StoreException {
        boolean stored = relay.isStored(event.id());
        Source source = new Source(stored ? Source.Channel.STORED : Source.Channel.CLIENT, from, keys);
        List<Finding> findings = new ArrayList<>();
        Optional<String> form = relay.checks().refusal(event, keys, relay.now());
        findings.add(finding("form", form));
        findings.add(finding(
                "signature",
                event.isSigned(curve) ? Optional.empty() : Optional.of("invalid: the signature does not verify")));
        findings.addAll(relay.gate().explain(new Submission(event, source, true)));
        if (form.isPresent()) {
            findings.add(new Finding("store", "unasked", "it takes no event whose form is wrong"));
        } else {
            findings.add(finding(
                    "store",
                    events.obstacle(new Overlay(events.store()), event, relay.now())
                            .map(Outcome::text)));
        }
        return findings;
    }

    private static Finding finding(String by, Optional<String> refusal) {
        return refusal.map(why -> new Finding(by, why.startsWith("duplicate: ") ? "accept" : "refuse", why))
                .orElseGet(() -> new Finding(by, "accept", ""));
    }

    private static String reason(String text) {
        return text.substring(0, Math.min(text.length(), MAX_REASON));
    }

    /** The latest first; an event that several reported, once. */
    List<Report> reported(int most) throws StoreException {
        Query found = relay.queryAtOnce(List.of(Filter.ALL.withKinds(REPORT)), Set.of(), filter -> REPORTS);
        List<Report> reports = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Found next = found.next(); next != null && reports.size() < most; next = found.next()) {
            Optional<Row> row = events.find(Keys.id(next.place()));
            if (row.isEmpty()) {
                continue; // erased meanwhile
            }
            List<List<String>> tags = row.get().event().tags();
            for (List<String> tag : tags.subList(0, Math.min(tags.size(), TAGS))) {
                if (tag.size() > 1
                        && tag.get(0).equals("e")
                        && tag.get(1).matches("[0-9a-f]{64}")
                        && seen.add(tag.get(1))
                        && reports.size() < most
                        && relay.isStored(EventId.ofHex(tag.get(1)))) {
                    reports.add(new Report(EventId.ofHex(tag.get(1)), tag.size() > 2 ? reason(tag.get(2)) : ""));
                }
            }
        }
        return reports;
    }
}
