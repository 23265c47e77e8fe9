// SPDX-License-Identifier: MIT
package org.throng.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.throng.event.StrictJson;
import org.throng.http.Response;

/** {@code /livez} or {@code /readyz}: 200 or 503, and the reasons as JSON. */
final class HealthEndpoint extends ReadingEndpoint {
    private static final int UNAVAILABLE = 503;

    private final Supplier<Readiness.Verdict> verdict;

    HealthEndpoint(String listener, String path, Supplier<Readiness.Verdict> verdict) {
        super(listener, path);
        this.verdict = verdict;
    }

    @Override
    void answer(Response response) throws IOException {
        Readiness.Verdict found = verdict.get();
        List<Map<String, Object>> checks = new ArrayList<>();
        found.checks().forEach(check -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", check.name());
            json.put("ok", check.ok());
            json.put("detail", check.detail());
            checks.add(json);
        });
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", found.ok() ? "ok" : "failed");
        json.put("checks", checks);
        response.status(found.ok() ? 200 : UNAVAILABLE)
                .header("Content-Type", "application/json")
                .send((StrictJson.write(json) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
