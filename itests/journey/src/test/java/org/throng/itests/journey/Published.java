// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Events, and whatever two of them have in common: any 8 bytes or characters, any number, any value of a tag. */
record Published(List<JsonNode> events) {
    private static final int WINDOW = 8;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/=]{100,}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{5,}");

    /** What profiles of two authors show both, and that of a third does not. */
    List<String> common(String one, String two, String stranger) throws IOException {
        Set<String> common = traces(profile(one));
        common.retainAll(traces(profile(two)));
        common.removeAll(traces(profile(stranger)));
        return List.copyOf(common);
    }

    private JsonNode profile(String author) {
        return events.stream()
                .filter(event -> event.get("kind").asInt() == 14_610)
                .filter(event -> event.get("pubkey").asText().equals(author))
                .findFirst()
                .orElseThrow();
    }

    /** What stands in more than one event of these kinds, but for their form: kind, slot, label and expiration. */
    List<String> repeated(int... kinds) throws IOException {
        Set<Integer> wanted = new LinkedHashSet<>(IntStream.of(kinds).boxed().toList());
        Map<String, Integer> seen = new HashMap<>();
        List<String> twice = new ArrayList<>();
        for (JsonNode event : events) {
            if (wanted.contains(event.get("kind").asInt())) {
                Set<String> traces = new LinkedHashSet<>();
                for (String name : List.of("id", "pubkey", "sig")) {
                    bytes(traces, HexFormat.of().parseHex(event.get(name).asText()));
                }
                bytes(traces, Base64.getDecoder().decode(event.get("content").asText()));
                for (String trace : traces) {
                    if (seen.merge(trace, 1, Integer::sum) == 2) {
                        twice.add(trace);
                    }
                }
            }
        }
        return twice;
    }

    private static Set<String> traces(JsonNode event) throws IOException {
        Set<String> traces = new LinkedHashSet<>();
        traces.add("created_at " + event.get("created_at").asLong());
        for (String name : List.of("id", "pubkey", "sig")) {
            bytes(traces, HexFormat.of().parseHex(event.get(name).asText()));
        }
        event.get("tags").forEach(tag -> tag.forEach(value -> traces.add("tag " + value.asText())));
        String content = event.get("content").asText();
        // keys are compared as bytes, and numbers as a whole: times of one minute begin alike
        String words = KEY.matcher(content).replaceAll("~");
        bytes(traces, NUMBER.matcher(words).replaceAll("#").getBytes(StandardCharsets.UTF_8));
        JsonNode profile = Node.JSON.readTree(content);
        if (profile.has("kem")) {
            bytes(traces, Base64.getDecoder().decode(profile.get("kem").asText()));
        }
        if (profile.has("scan")) { // key 32, until 8 (the same for everybody), signature 64
            byte[] scan = HexFormat.of().parseHex(profile.get("scan").asText());
            bytes(traces, Arrays.copyOf(scan, 32));
            bytes(traces, Arrays.copyOfRange(scan, 40, scan.length));
        }
        for (Matcher number = NUMBER.matcher(words); number.find(); ) {
            traces.add("number " + number.group());
        }
        for (JsonNode relay : profile.get("relays")) {
            traces.add("relay " + relay.asText());
        }
        return traces;
    }

    private static void bytes(Set<String> traces, byte[] bytes) {
        for (int at = 0; at + WINDOW <= bytes.length; at++) {
            traces.add(HexFormat.of().formatHex(bytes, at, at + WINDOW));
        }
    }
}
