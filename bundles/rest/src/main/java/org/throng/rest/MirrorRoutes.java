// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.throng.event.EventReader;
import org.throng.event.Filter;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.relay.Mirrors;

/**
 * Compares the node's own relay with another one, and tells how its standing mirrors do. The answer of a comparison is lines of JSON:
 * what was done so far about once a second, at last with {@code done}, or with {@code error} where it was broken off.
 */
final class MirrorRoutes {
    private final Supplier<Mirrors> mirrors;

    /** @param mirrors gives {@code null} while there are none */
    MirrorRoutes(Supplier<Mirrors> mirrors) {
        this.mirrors = mirrors;
    }

    void addTo(Router router) {
        router.add("POST", "/admin/sync", this::sync);
    }

    private Answer sync(Call call) throws Problem, IOException {
        Mirrors present = mirrors.get();
        if (present == null) {
            throw Problem.noRelay();
        }
        RelayUrl relay = People.relay(call.required("url"));
        Filter filter = filter(call.json().get("filter"));
        Mirrors.Direction direction = direction(call.text("direction").orElse("both"));
        boolean dryRun = call.flag("dryRun").orElse(false);
        return Answer.written(Map.of("Content-Type", "application/x-ndjson"), out -> {
            Map<String, Object> last = new LinkedHashMap<>();
            try {
                Mirrors.Report report =
                        present.sync(relay, filter, direction, dryRun, soFar -> line(out, report(soFar)));
                last.put("done", true);
                last.putAll(report(report));
            } catch (Mirrors.UnwillingException e) {
                last.put("error", error(Problem.REFUSED, relay + ": " + e.getMessage()));
            } catch (IOException e) {
                last.put("error", error(Problem.TRY_AGAIN, relay + ": " + e.getMessage()));
            }
            line(out, last);
        });
    }

    private static Filter filter(Object given) throws Problem {
        try {
            Filter filter = given == null ? Filter.ALL : EventReader.filter(given);
            if (filter.limit().isPresent()) {
                throw Problem.badData("the filter: expected none with a limit; narrow it by since and until");
            }
            return filter;
        } catch (MalformedException e) {
            throw Problem.badData("the filter: " + e.getMessage());
        }
    }

    private static Mirrors.Direction direction(String word) throws Problem {
        return switch (word) {
            case "up" -> Mirrors.Direction.UP;
            case "down" -> Mirrors.Direction.DOWN;
            case "both" -> Mirrors.Direction.BOTH;
            default -> throw Problem.badData("direction is up, down or both");
        };
    }

    private static Map<String, Object> error(int code, String detail) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", code);
        json.put("detail", detail);
        return json;
    }

    private static void line(OutputStream out, Map<String, Object> json) throws IOException {
        out.write((StrictJson.write(json) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static Map<String, Object> report(Mirrors.Report report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("compared", report.compared());
        json.put("missingHere", report.missingHere());
        json.put("missingThere", report.missingThere());
        json.put("stored", report.stored());
        json.put("sent", report.sent());
        json.put("refused", report.refused());
        json.put("rejected", report.rejected());
        json.put("nip77", !report.plainly());
        json.put("notes", report.notes());
        return json;
    }

    /** @param present {@code null} where there are none */
    static List<Map<String, Object>> states(Mirrors present) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Mirrors.State state : present == null ? List.<Mirrors.State>of() : present.states()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("relay", state.relay());
            json.put("direction", state.direction().name().toLowerCase(Locale.ROOT));
            json.put("state", state.state());
            json.put("detail", state.detail());
            json.put("since", state.since().getEpochSecond());
            json.put("equal", state.equal().map(Instant::getEpochSecond).orElse(null));
            json.put("stored", state.counts().stored());
            json.put("refused", state.counts().refused());
            json.put("sent", state.counts().sent());
            json.put("rejected", state.counts().rejected());
            json.put("comparisons", state.counts().comparisons());
            json.put("connections", state.counts().connections());
            list.add(json);
        }
        return list;
    }
}
