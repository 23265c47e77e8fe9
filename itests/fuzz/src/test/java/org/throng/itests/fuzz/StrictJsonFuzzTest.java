// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;

/** Any JSON: what is taken lies within the bounds and is JSON for another reader too. */
class StrictJsonFuzzTest {
    private static final ObjectMapper OTHER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static Stream<Arguments> seeds() {
        return Stream.concat(
                Seeds.hex("rumor", "json"),
                Seeds.texts(
                        "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
                        "[-0,1e5,0.1,9223372036854775808,-9223372036854775808,null,true,\"\\u0000\"]",
                        "{\"a\":{\"a\":1},\"b\":[{}]}"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void takenJsonIsWithinItsBounds(byte[] utf8) throws JacksonException {
        Object value;
        try {
            value = StrictJson.read(utf8);
        } catch (MalformedException e) {
            assertTrue(e.getMessage().length() < 200);
            return;
        }
        assertTrue(depth(value) <= StrictJson.MAX_DEPTH);
        OTHER.readTree(new String(utf8, StandardCharsets.UTF_8));
    }

    private static int depth(Object value) {
        Stream<?> inner = value instanceof List<?> list
                ? list.stream()
                : value instanceof Map<?, ?> map ? map.values().stream() : null;
        return inner == null
                ? 0
                : 1 + inner.mapToInt(StrictJsonFuzzTest::depth).max().orElse(0);
    }
}
