// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.util.List;
import java.util.Optional;
import org.throng.event.MalformedException;

/**
 * The head of a log, as text to sign (C2SP tlog-checkpoint): three lines, the origin, the size in decimal, the root in base64.
 * Lines after them are not allowed here, for nobody could check what they say.
 *
 * @param origin the log's name: not empty, without blanks, {@code +} and control characters
 * @param size leaves
 */
public record Checkpoint(String origin, long size, Hash root) {
    public Checkpoint {
        if (!SignedNote.isName(origin)) {
            throw new IllegalArgumentException("an origin is not empty and has no blank, plus or control character");
        }
        if (size < 0 || size == 0 && !root.equals(Hash.EMPTY)) {
            throw new IllegalArgumentException(
                    "a log has 0 or more entries; without any its root is that of no leaves");
        }
    }

    /** The text, with its last line feed. */
    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }

    public static Checkpoint read(String text) throws MalformedException {
        List<String> lines = List.of(text.split("\n", -1));
        if (lines.size() != 4 || !lines.get(3).isEmpty()) {
            throw new MalformedException("a checkpoint has three lines: origin, size, root");
        }
        if (!SignedNote.isName(lines.get(0))) {
            throw new MalformedException("the origin of a checkpoint has no blank, plus or control character");
        }
        if (!lines.get(1).matches("0|[1-9][0-9]{0,17}")) {
            throw new MalformedException("the size of a checkpoint is decimal, without leading zeros");
        }
        Optional<Hash> root = Hash.ofBase64(lines.get(2));
        if (root.isEmpty()) {
            throw new MalformedException("the root of a checkpoint is base64 of 32 bytes");
        }
        try {
            return new Checkpoint(lines.get(0), Long.parseLong(lines.get(1)), root.get());
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage());
        }
    }
}
