// SPDX-License-Identifier: MIT
package org.throng.policy.lists;

import java.net.InetAddress;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.policy.AddressRange;
import org.throng.policy.Lists;
import org.throng.policy.Source;
import org.throng.policy.Subject;
import org.throng.policy.Verdict;

/** Both lists as they are at one moment, and what they say; never changes. */
final class Rules {
    private static final Set<Integer> WRAPS = Set.of(1059, 21_059);
    private static final Set<Integer> OURS = Set.of(4610, 4611);

    private final Map<Subject, Lists.Entry> banned;
    private final Map<Subject, Lists.Entry> allowed;
    private final Set<Integer> lengths;
    private final boolean onlyKeys;
    private final boolean onlyKinds;

    /** In order, each by its subject. */
    Rules(Map<Subject, Lists.Entry> banned, Map<Subject, Lists.Entry> allowed) {
        this.banned = Collections.unmodifiableMap(new LinkedHashMap<>(banned));
        this.allowed = Collections.unmodifiableMap(new LinkedHashMap<>(allowed));
        Set<Integer> found = new HashSet<>();
        for (Subject subject : banned.keySet()) {
            if (subject instanceof Subject.Addresses addresses) {
                found.add(addresses.range().bits());
            }
        }
        lengths = Set.copyOf(found);
        onlyKeys = allowed.keySet().stream().anyMatch(Subject.Key.class::isInstance);
        onlyKinds = allowed.keySet().stream().anyMatch(Subject.Kind.class::isInstance);
    }

    Map<Subject, Lists.Entry> banned() {
        return banned;
    }

    Map<Subject, Lists.Entry> allowed() {
        return allowed;
    }

    /** Whether only some keys or kinds may be written. */
    boolean isRestricted() {
        return onlyKeys || onlyKinds;
    }

    boolean isClosedTo(InetAddress address) {
        for (int length : lengths) { // few, however many addresses there are
            if (banned.containsKey(new Subject.Addresses(AddressRange.of(address, length)))) {
                return true;
            }
        }
        return false;
    }

    Verdict verdict(Event event, Source source) {
        if (source.address().isPresent() && isClosedTo(source.address().get())) {
            return blocked("this address is banned here");
        }
        Subject.Id id = new Subject.Id(event.id());
        if (banned.containsKey(id)) {
            return blocked("this event is banned here");
        }
        if (allowed.containsKey(id)) {
            return Verdict.ACCEPT;
        }
        Subject.Kind kind = new Subject.Kind(event.kind());
        if (banned.containsKey(kind)) {
            return blocked("kind " + event.kind() + " is banned here");
        }
        if (onlyKinds && !allowed.containsKey(kind)) {
            return Verdict.refuse(Verdict.Word.RESTRICTED, "kind " + event.kind() + " is not among those taken here");
        }
        return OURS.contains(event.kind()) ? Verdict.ACCEPT : ofKey(event);
    }

    private Verdict ofKey(Event event) {
        boolean wrap = WRAPS.contains(event.kind());
        Optional<Subject> key = wrap ? receiver(event) : Optional.of(new Subject.Key(event.pubkey()));
        if (key.isEmpty()) {
            return Verdict.refuse(Verdict.Word.INVALID, "a wrap has a p tag with the key that it is for");
        }
        if (banned.containsKey(key.get())) {
            return blocked(wrap ? "whom this wrap is for is banned here" : "this key is banned here");
        }
        if (onlyKeys && !allowed.containsKey(key.get())) {
            return Verdict.refuse(
                    Verdict.Word.RESTRICTED,
                    wrap ? "this relay takes wraps for its own people" : "this relay takes events of its own people");
        }
        return Verdict.ACCEPT;
    }

    private static Optional<Subject> receiver(Event event) {
        return event.tag("p")
                .filter(key -> key.matches("[0-9a-f]{64}"))
                .map(key -> new Subject.Key(PublicKey.ofHex(key)));
    }

    private static Verdict blocked(String reason) {
        return Verdict.refuse(Verdict.Word.BLOCKED, reason);
    }
}
