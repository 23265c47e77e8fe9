// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The steps of the demonstration, as they are told: text while it goes on, or one JSON object a line, at the end of each step.
 */
final class Story {
    private final PrintStream out;
    private final boolean json;
    private int step;
    private String text;
    private List<String> details = new ArrayList<>();
    private Map<String, Object> saw;

    Story(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** The next step begins. */
    void tell(String sentence) {
        endStep();
        step++;
        text = sentence;
        print("\n" + step + ". " + sentence);
    }

    void detail(String sentence) {
        details.add(sentence);
        print("   " + sentence);
    }

    /** @param events all that the relay holds */
    void relaySaw(String what, List<Object> events) throws Failure {
        List<Object> shown = new ArrayList<>();
        for (Object event : events) {
            shown.add(Json.object(
                    "kind", Json.number(event, "kind"),
                    "pubkey", Json.text(event, "pubkey"),
                    "created_at", Json.number(event, "created_at"),
                    "characters", Json.text(event, "content").length()));
        }
        saw = Json.object("what", what, "events", shown);
        print("   The relay saw: " + what + " (" + events.size() + " events in all)");
    }

    /** Of the events that {@link #relaySaw} named, all but the profiles; JSON has them already. */
    void show(List<Object> events) throws Failure {
        for (Object event : events) {
            long kind = Json.number(event, "kind");
            if (kind != RelayView.PROFILE) {
                print(String.format(
                        "     kind %d  key %s…  created_at %d  %,6d characters of noise",
                        kind,
                        Json.text(event, "pubkey").substring(0, 12),
                        Json.number(event, "created_at"),
                        Json.text(event, "content").length()));
            }
        }
    }

    void end(String sentence) {
        endStep();
        print("\n" + sentence);
    }

    private void endStep() {
        if (json && text != null) {
            out.println(Json.write(Json.object("step", step, "text", text, "details", details, "relay_saw", saw)));
            out.flush();
        }
        text = null;
        details = new ArrayList<>();
        saw = null;
    }

    private void print(String line) {
        if (!json) {
            out.println(line);
            out.flush();
        }
    }
}
