// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The {@code file-type} of a manifest: a MIME type, and the file's name as its parameter {@code name}, percent-encoded,
 * for a manifest has no other place for it.
 *
 * @param mime such as {@code image/png}, without parameters
 * @param name without any path; may be empty
 */
public record FileType(String mime, String name) {
    /** The type of a text that was too long for bodies. */
    public static final String LONG_TEXT = "text/plain";

    private static final String PARAMETER = "; name=";
    private static final int MAX_NAME = 200;

    public FileType {
        if (!mime.matches("[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}")) {
            mime = "application/octet-stream";
        }
        mime = mime.toLowerCase(Locale.ROOT);
        name = plain(name);
    }

    /** A name from outside is never a path and holds no control character. */
    private static String plain(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String clean = last.replaceAll("\\p{Cntrl}", "");
        if (clean.equals(".") || clean.equals("..")) {
            return "";
        }
        return clean.length() <= MAX_NAME ? clean : clean.substring(clean.length() - MAX_NAME);
    }

    /** The tag's value. */
    public String text() {
        return name.isEmpty() ? mime : mime + PARAMETER + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    /** Reads a tag's value; what is not understood becomes an unnamed application/octet-stream. */
    public static FileType read(String text) {
        int at = text.indexOf(PARAMETER);
        if (at < 0) {
            return new FileType(text, "");
        }
        String name;
        try {
            name = URLDecoder.decode(text.substring(at + PARAMETER.length()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            name = "";
        }
        return new FileType(text.substring(0, at), name);
    }
}
