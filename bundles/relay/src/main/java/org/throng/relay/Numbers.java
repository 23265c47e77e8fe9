// SPDX-License-Identifier: MIT
package org.throng.relay;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a relay counts and measures.
 *
 * <p><b>Observers.</b> Whoever reads them learns how much goes on, and of which kinds; nothing of whom.
 *
 * <p><b>Threads.</b> Any.
 */
@ProviderType
public interface Numbers {
    /**
     * One number.
     *
     * @param name in the manner of Prometheus, with its unit; that of a counter ends in {@code _total}
     * @param help a sentence
     * @param labels none, or few with few values
     * @param counter whether it only grows, from 0 at the start
     */
    record Sample(String name, String help, Map<String, String> labels, boolean counter, double value) {
        public Sample {
            labels = Map.copyOf(labels);
        }
    }

    /** All of them as they are now; the same names each time, labels may be added. */
    List<Sample> samples();
}
