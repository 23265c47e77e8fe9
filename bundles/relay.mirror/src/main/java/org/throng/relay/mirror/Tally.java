// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.throng.relay.Mirrors.Report;

/** Counts what one comparison found and did. Threads: any. */
final class Tally {
    private static final int REASONS = 50;
    private static final int NOTES = 20;

    private final Map<String, Long> refused = new TreeMap<>();
    private final Map<String, Long> rejected = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private long compared;
    private long missingHere;
    private long missingThere;
    private long stored;
    private long sent;
    private boolean plainly;

    synchronized void compared(long more) {
        compared += more;
    }

    synchronized void missingHere(long more) {
        missingHere += more;
    }

    synchronized void missingThere(long more) {
        missingThere += more;
    }

    synchronized void stored() {
        stored++;
    }

    synchronized void sent() {
        sent++;
    }

    synchronized void refused(String reason) {
        count(refused, reason);
    }

    synchronized void rejected(String reason) {
        count(rejected, reason);
    }

    /** Others choose the words, so their number is bounded. */
    private static void count(Map<String, Long> reasons, String reason) {
        String words = Dialogue.cut(reason.isBlank() ? "no reason given" : reason);
        reasons.merge(reasons.size() < REASONS || reasons.containsKey(words) ? words : "other reasons", 1L, Long::sum);
    }

    synchronized void plainly(String why) {
        plainly = true;
        note("asked for everything, one page after the other: " + why);
    }

    synchronized void note(String note) {
        String line = Dialogue.cut(note);
        if (notes.size() < NOTES && !notes.contains(line)) {
            notes.add(line);
        }
    }

    synchronized Report report() {
        return new Report(compared, missingHere, missingThere, stored, sent, refused, rejected, plainly, notes);
    }
}
