// SPDX-License-Identifier: MIT
package org.throng.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayersTest {
    @Test
    void laterLayerLiesOverAnEarlierOneKeyByKey() {
        Layers layers = Layers.none()
                .over("feature", Map.of("p/a", "1", "p/b", "1"))
                .over("etc/p.cfg", "p", Map.of("b", "2"))
                .over("the command line", Map.of("p/c", "3"));
        assertEquals(
                Map.of(
                        "a", List.of(new Layers.Value("1", "feature")),
                        "b", List.of(new Layers.Value("1", "feature"), new Layers.Value("2", "etc/p.cfg")),
                        "c", List.of(new Layers.Value("3", "the command line"))),
                layers.settings().get("p"));
    }

    @Test
    void environmentVariableIsFoundByTheNameOfItsSetting() {
        assertEquals("THRONG_RELAY_EVENTS__MAX_LIMIT", Layers.variable("org.throng.relay.events", "max.limit"));
        Layers layers = Layers.none()
                .overEnvironment(Map.of("THRONG_MAIL__RELAYS", "ws://x"), "org.throng.mail", List.of("relays"));
        assertEquals(
                List.of(new Layers.Value("ws://x", "environment variable THRONG_MAIL__RELAYS")),
                layers.settings().get("org.throng.mail").get("relays"));
    }
}
