// SPDX-License-Identifier: MIT
package org.throng.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.throng.http.Response;

/** {@code /metrics} in the text format of Prometheus. */
final class MetricsEndpoint extends ReadingEndpoint {
    private final Scrape scrape;

    MetricsEndpoint(String listener, Scrape scrape) {
        super(listener, "/metrics");
        this.scrape = scrape;
    }

    @Override
    void answer(Response response) throws IOException {
        response.header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .send(scrape.text().getBytes(StandardCharsets.UTF_8));
    }
}
