// SPDX-License-Identifier: MIT
package org.throng.policy.limits;

import java.util.LinkedHashMap;
import java.util.Map;

/** A bucket for each of many: as many as were seen last, so that nobody fills the memory. */
final class Buckets<K> {
    /** A full bucket and one that was forgotten are the same, so only a crowd that comes back at once gains by this bound. */
    private static final int MOST = 20_000;

    private final Map<K, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Bucket> eldest) {
            return size() > MOST;
        }
    };

    /** Whether one more of {@code who} is within the rate; it counts then, unless it is only asked. */
    boolean take(K who, Rate rate, long millis, boolean asked) {
        Bucket bucket;
        synchronized (buckets) {
            bucket = asked ? buckets.get(who) : buckets.computeIfAbsent(who, key -> new Bucket(rate, millis));
        }
        return bucket == null || bucket.take(rate, millis, asked);
    }
}
