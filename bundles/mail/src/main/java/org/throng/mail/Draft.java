// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.util.List;
import java.util.Optional;

/**
 * What the user wrote.
 *
 * @param kind of the rumor: 14 text, 7 reaction, 5 deletion of an own letter
 * @param tags beside the recipient's, which the outbox sets
 * @param open the name of the open scheme that the user asked for, which shows the recipient to relays; empty else
 */
public record Draft(int kind, String text, List<List<String>> tags, Optional<String> open) {
    public Draft {
        tags = tags.stream().map(List::copyOf).toList();
    }

    /** One that goes as well sealed as it can. */
    public Draft(int kind, String text, List<List<String>> tags) {
        this(kind, text, tags, Optional.empty());
    }

    /** Plain words. */
    public static Draft text(String words) {
        return new Draft(14, words, List.of());
    }
}
