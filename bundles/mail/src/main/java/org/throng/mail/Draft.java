// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.util.List;

/**
 * What the user wrote.
 *
 * @param kind of the rumor: 14 text, 7 reaction, 5 deletion of an own letter
 * @param tags beside the recipient's, which the outbox sets
 */
public record Draft(int kind, String text, List<List<String>> tags) {
    public Draft {
        tags = tags.stream().map(List::copyOf).toList();
    }

    /** Plain words. */
    public static Draft text(String words) {
        return new Draft(14, words, List.of());
    }
}
