// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Slot;

/**
 * All rules of retention. Headers and bodies are in none: they end by their own time. Nor are deletions and requests to vanish in the
 * rule for the rest, for they are there to be seen; a rule that names them lets go of the events, and what they deleted stays out all
 * the same.
 */
record RetentionRules(List<RetentionRule> list) {
    static final RetentionRules NONE = new RetentionRules(List.of());

    private static final int KIND_DELETION = 5;

    RetentionRules {
        list = List.copyOf(list);
    }

    /** Whether a rule decides about a kind. */
    boolean isOf(RetentionRule rule, int kind) {
        if (kind == HeaderEvent.KIND || kind == BodyEvent.KIND) {
            return false;
        }
        if (!rule.rest()) {
            return rule.kinds().get(kind);
        }
        return kind != KIND_DELETION && kind != Vanishing.KIND && !named().get(kind);
    }

    private BitSet named() {
        BitSet named = new BitSet();
        list.forEach(rule -> named.or(rule.kinds()));
        return named;
    }

    /** Whether an event would go for its age alone. */
    boolean isTooOld(int kind, long createdAt, long now) {
        for (RetentionRule rule : list) {
            if (rule.isTooOld(createdAt, now) && isOf(rule, kind)) {
                return true;
            }
        }
        return false;
    }

    /** The array of NIP-11: the rules that it has words for, the rest last. */
    String json() {
        List<String> entries = new ArrayList<>();
        entries.add("{\"kinds\":[[" + HeaderEvent.KIND + "," + BodyEvent.KIND + "]],\"time\":" + Slot.LIFE + "}");
        for (boolean rest : new boolean[] {false, true}) {
            list.stream()
                    .filter(rule -> rule.rest() == rest)
                    .map(RetentionRule::json)
                    .filter(json -> !json.isEmpty())
                    .forEach(entries::add);
        }
        return "[" + String.join(",", entries) + "]";
    }
}
