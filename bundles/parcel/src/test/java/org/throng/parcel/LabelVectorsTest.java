// SPDX-License-Identifier: MIT
package org.throng.parcel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.curve.PublicKey;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;

/** Data: docs/vectors/labels.json. */
class LabelVectorsTest {
    static List<Case> cases() {
        return Vectors.cases("labels");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) {
        if (c.has("announced")) {
            List<CrowdDepth.Day> days = new ArrayList<>();
            for (JsonNode day : c.given().get("days")) {
                days.add(new CrowdDepth.Day(
                        day.get("headers").asLong(), day.get("meanDelay").asLong()));
            }
            assertEquals(c.values().get("depth").asInt(), CrowdDepth.inUse(c.number("announced"), days));
        } else if (c.has("npub")) {
            Label label = Label.of(PublicKey.ofHex(c.text("npub")), c.number("depth"));
            assertEquals(c.value("label"), label.text());
        } else {
            assertEquals(c.ok(), Label.isValid(c.text("label")), c.why());
        }
    }
}
