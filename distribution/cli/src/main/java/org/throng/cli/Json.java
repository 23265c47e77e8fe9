// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;

/** JSON as the local API and scripts exchange it: maps, lists, strings, numbers, booleans and null. */
final class Json {
    private Json() {}

    /** An object of the members whose value is not null: name, value, name, value … */
    static Map<String, Object> object(Object... members) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            if (members[i + 1] != null) {
                object.put((String) members[i], members[i + 1]);
            }
        }
        return object;
    }

    /** One line, no blanks; only ASCII, so that nothing in it moves a cursor. */
    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, Object value) {
        if (value instanceof Map<?, ?> object) {
            char before = '{';
            for (Map.Entry<?, ?> member : object.entrySet()) {
                out.append(before);
                append(out, member.getKey());
                out.append(':');
                append(out, member.getValue());
                before = ',';
            }
            out.append(object.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> array) {
            char before = '[';
            for (Object element : array) {
                out.append(before);
                append(out, element);
                before = ',';
            }
            out.append(array.isEmpty() ? "[]" : "]");
        } else if (value instanceof String text) {
            append(out, text);
        } else if (value instanceof StrictJson.Num number) {
            out.append(number.text());
        } else if (value == null || value == StrictJson.Null.NULL) {
            out.append("null");
        } else {
            out.append(value);
        }
    }

    private static void append(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c >= 0x20 && c < 0x7f) {
                        out.append(c);
                    } else {
                        String hex = Integer.toHexString(c);
                        out.append("\\u").append("0000", 0, 4 - hex.length()).append(hex);
                    }
                }
            }
        }
        out.append('"');
    }

    static Object read(byte[] utf8) throws Failure {
        try {
            return StrictJson.read(utf8);
        } catch (MalformedException e) {
            throw new Failure(Exit.TRY_AGAIN, "the node gave an answer that is no JSON: " + e.getMessage());
        }
    }

    /** A member, or null. */
    static Object get(Object object, String name) {
        Object value = object instanceof Map<?, ?> map ? map.get(name) : null;
        return value == StrictJson.Null.NULL ? null : value;
    }

    /** A member that is a string or a number, as text fit for a terminal; empty where it is missing. */
    static String text(Object object, String name) {
        Object value = get(object, name);
        if (value instanceof StrictJson.Num number) {
            return number.text();
        }
        return value == null ? "" : Printable.line(value.toString());
    }

    static long number(Object object, String name) {
        return get(object, name) instanceof Long number ? number : 0;
    }

    static boolean isTrue(Object object, String name) {
        return Boolean.TRUE.equals(get(object, name));
    }

    /** An object as it was read. */
    static Map<String, Object> map(Object object) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (object instanceof Map<?, ?> members) {
            members.forEach((name, value) -> map.put(String.valueOf(name), value));
        }
        return map;
    }

    static List<?> list(Object object, String name) {
        return get(object, name) instanceof List<?> list ? list : List.of();
    }
}
