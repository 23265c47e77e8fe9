// SPDX-License-Identifier: MIT
package org.throng.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayersTest {
    @Test
    void laterLayerWinsKeyByKey() {
        Layers layers = Layers.none()
                .over("feature", Map.of("p/a", "1", "p/b", "1"))
                .over("etc/p.cfg", "p", Map.of("b", "2"))
                .over("the command line", Map.of("p/c", "3"));
        assertEquals("1", layers.settings().get("p").get("a").text());
        assertEquals(
                new Layers.Value("2", "etc/p.cfg"), layers.settings().get("p").get("b"));
        assertEquals("3", layers.settings().get("p").get("c").text());
    }

    @Test
    void environmentVariableIsFoundByTheNameOfItsSetting() {
        assertEquals("THRONG_RELAY_EVENTS__MAX_LIMIT", Layers.variable("org.throng.relay.events", "max.limit"));
        Layers layers = Layers.none()
                .overEnvironment(Map.of("THRONG_MAIL__RELAYS", "ws://x"), "org.throng.mail", List.of("relays"));
        assertEquals(
                "ws://x", layers.settings().get("org.throng.mail").get("relays").text());
    }
}
