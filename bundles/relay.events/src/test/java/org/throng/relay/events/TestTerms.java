// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.net.URI;
import java.util.Optional;

/** Terms of which a test changes what it is about. */
final class TestTerms {
    Optional<String> host = Optional.empty();
    int messageBytes = 128 << 10;
    int subscriptions = 20;
    int filters = 10;
    int maxLimit = 500;
    int defaultLimit = 500;
    int tags = 2_000;
    long scan = 100_000;
    int compare = 2_000;
    Terms.Rate requests = new Terms.Rate(100_000, 100_000);
    Terms.Rate networkRequests = requests;

    Terms build() {
        return new Terms(
                new Terms.About(
                        "Test \"relay\"",
                        "for tests",
                        Optional.of("mailto:a@b.example"),
                        Optional.empty(),
                        host.map(name -> URI.create("wss://" + name))),
                new Terms.Bounds(
                        messageBytes,
                        subscriptions,
                        filters,
                        maxLimit,
                        defaultLimit,
                        tags,
                        900,
                        scan,
                        compare,
                        1,
                        1 << 20),
                new Terms.Speeds(requests, networkRequests));
    }
}
