// SPDX-License-Identifier: MIT
package org.throng.relay.events;

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
    int proofBits;
    long scan = 100_000;
    int compare = 2_000;
    Terms.Rate events = new Terms.Rate(100_000, 100_000);
    Terms.Rate networkEvents = events;
    Terms.Rate requests = events;
    Terms.Rate networkRequests = events;

    Terms build() {
        return new Terms(
                new Terms.About(
                        "Test \"relay\"", "for tests", Optional.of("mailto:a@b.example"), Optional.empty(), host),
                new Terms.Bounds(
                        messageBytes,
                        subscriptions,
                        filters,
                        maxLimit,
                        defaultLimit,
                        tags,
                        900,
                        proofBits,
                        scan,
                        compare,
                        1,
                        1 << 20),
                new Terms.Speeds(events, networkEvents, requests, networkRequests));
    }
}
