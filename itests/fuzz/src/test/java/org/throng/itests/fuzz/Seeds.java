// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;

/** What the fuzzer starts from: the vectors of docs/vectors (our own data, MIT), good and bad ones, and a few lines of ours. */
final class Seeds {
    private Seeds() {}

    /** Given values of a scenario, from hex. */
    static Stream<Arguments> hex(String scenario, String field) {
        return cases(scenario, field).map(c -> seed(c.bytes(field)));
    }

    /** Good values of a scenario, from hex. */
    static Stream<Arguments> good(String scenario, String field) {
        return Vectors.cases(scenario).stream()
                .filter(c -> c.values().has(field))
                .map(c -> seed(c.valueBytes(field)));
    }

    /** Given values of a scenario, as JSON. */
    static Stream<Arguments> json(String scenario, String field) {
        return cases(scenario, field).map(c -> seed(c.given().get(field).toString()));
    }

    /** The content of events of a scenario. */
    static Stream<Arguments> content(String scenario, String field) {
        return cases(scenario, field)
                .map(c -> seed(c.given().get(field).get("content").asText()));
    }

    /** Lists of hex values, each item behind its length in two bytes. */
    static Stream<Arguments> lists(String scenario, String field) {
        return cases(scenario, field).map(c -> {
            StringBuilder joined = new StringBuilder();
            for (JsonNode item : c.given().get(field)) {
                String hex = item.asText();
                joined.append(String.format("%04x", hex.length() / 2)).append(hex);
            }
            return seed(HexFormat.of().parseHex(joined));
        });
    }

    /** Texts. */
    static Stream<Arguments> texts(String... texts) {
        return List.of(texts).stream().map(Seeds::seed);
    }

    private static Stream<Case> cases(String scenario, String field) {
        return Vectors.cases(scenario).stream().filter(c -> c.has(field));
    }

    private static Arguments seed(byte[] bytes) {
        return Arguments.of((Object) bytes);
    }

    private static Arguments seed(String text) {
        return seed(text.getBytes(StandardCharsets.UTF_8));
    }
}
