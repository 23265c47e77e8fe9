// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.throng.relay.Mirrors.State;
import org.throng.relay.Numbers.Sample;

/** The numbers of standing mirrors, by their place in the settings and the other relay. */
final class MirrorNumbers {
    private MirrorNumbers() {}

    static List<Sample> of(List<State> states) {
        List<Sample> all = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            State state = states.get(i);
            Map<String, String> labels = Map.of("mirror", Integer.toString(i + 1), "relay", state.relay());
            all.add(gauge(
                    "following",
                    "Whether the mirror follows.",
                    labels,
                    state.state().equals("following") ? 1 : 0));
            all.add(gauge(
                    "equal_timestamp_seconds",
                    "When both relays were last seen to be alike; 0 for never.",
                    labels,
                    state.equal().map(Instant::getEpochSecond).orElse(0L)));
            all.add(counter(
                    "stored",
                    "Events of the other relay that were stored here.",
                    labels,
                    state.counts().stored()));
            all.add(counter(
                    "refused",
                    "Events of the other relay that were refused here.",
                    labels,
                    state.counts().refused()));
            all.add(counter(
                    "sent",
                    "Events that the other relay stored.",
                    labels,
                    state.counts().sent()));
            all.add(counter(
                    "rejected",
                    "Events that the other relay refused.",
                    labels,
                    state.counts().rejected()));
            all.add(counter(
                    "comparisons",
                    "Comparisons that came to their end.",
                    labels,
                    state.counts().comparisons()));
            all.add(counter(
                    "connections",
                    "Connections that were opened.",
                    labels,
                    state.counts().connections()));
        }
        return all;
    }

    private static Sample gauge(String name, String help, Map<String, String> labels, double value) {
        return new Sample("throng_mirror_" + name, help, labels, false, value);
    }

    private static Sample counter(String name, String help, Map<String, String> labels, long value) {
        return new Sample("throng_mirror_" + name + "_total", help, labels, true, value);
    }
}
