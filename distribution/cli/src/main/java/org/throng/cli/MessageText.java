// SPDX-License-Identifier: MIT
package org.throng.cli;

/** A message of the local API, as a person reads it. */
final class MessageText {
    private MessageText() {}

    /** Two lines or more: who, when and by which scheme, then the words. */
    static String of(Object message) {
        StringBuilder text = new StringBuilder();
        text.append(Printable.time(Json.number(message, "created_at")));
        text.append("  ").append(Printable.shortKey(Json.text(message, "from")));
        text.append(" → ").append(Printable.shortKey(Json.text(message, "to")));
        text.append("  ").append(Json.text(message, "state"));
        String scheme = Json.text(message, "scheme");
        if (!scheme.isEmpty()) { // a letter that no scheme sealed yet has none
            text.append(", scheme ").append(scheme);
        }
        String detail = Json.text(message, "detail");
        if (!detail.isEmpty()) {
            text.append(" (").append(detail).append(')');
        }
        if (Json.isTrue(message, "request")) {
            text.append("  REQUEST: nobody you know");
        }
        text.append("\n  id ").append(Json.text(message, "id"));
        Object file = Json.get(message, "file");
        if (file != null) {
            long size = Json.number(file, "size");
            text.append("\n  file ").append(Json.text(file, "name"));
            text.append(", ").append(Json.text(file, "mime")).append(", ").append(Printable.bytes(size));
            text.append("; save it with: throng show ")
                    .append(Json.text(message, "id"))
                    .append(" --save FILE");
        }
        Object words = Json.get(message, "text");
        if (words instanceof String said && !said.isEmpty()) {
            text.append("\n  ").append(Printable.text(said).replace("\n", "\n  "));
        }
        return text.toString();
    }
}
