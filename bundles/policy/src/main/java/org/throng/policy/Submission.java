// SPDX-License-Identifier: MIT
package org.throng.policy;

import org.throng.event.Event;

/**
 * An event that somebody wants stored.
 *
 * @param trial whether the operator only wants to know the verdict: nothing is counted then
 */
public record Submission(Event event, Source source, boolean trial) {
    @Override
    public String toString() {
        return "Submission[kind " + event.kind() + (trial ? ", trial]" : "]");
    }
}
