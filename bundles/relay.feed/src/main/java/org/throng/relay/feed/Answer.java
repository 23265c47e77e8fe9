// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.http.Request;
import org.throng.http.Response;

/**
 * Says a page as RFC 9110 and RFC 9111 want it: validators, one range of bytes, gzip where it helps. Several ranges at once
 * get the whole page, as anybody may who does not want them.
 */
final class Answer {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");
    private static final int TAG_BYTES = 16;
    private static final int WORTHWHILE = 256;

    private final Request request;
    private final Response response;

    Answer(Request request, Response response) {
        this.request = request;
        this.response = response;
    }

    void say(Page page) throws IOException {
        Optional<String> range =
                request.header("Range").filter(text -> RANGE.matcher(text).matches());
        boolean zip = page.repeats() && page.body().length >= WORTHWHILE && range.isEmpty() && takesGzip();
        String tag = '"' + Bytes.hex(Arrays.copyOf(Sha256.of(page.body()), TAG_BYTES)) + (zip ? "-gzip\"" : "\"");
        response.header("ETag", tag)
                .header("Cache-Control", "public, max-age=" + page.seconds() + (page.fixed() ? ", immutable" : ""));
        if (page.repeats()) {
            response.header("Vary", "Accept-Encoding");
        }
        if (request.header("If-None-Match").filter(known -> isIn(tag, known)).isPresent()) {
            response.status(304);
            return;
        }
        response.header("Content-Type", page.type()).header("Accept-Ranges", "bytes");
        if (zip) {
            response.header("Content-Encoding", "gzip").send(zipped(page.body()));
        } else if (range.isPresent()
                && request.header("If-Range")
                        .filter(known -> !known.equals(tag))
                        .isEmpty()) {
            part(page.body(), range.get());
        } else {
            response.send(page.body());
        }
    }

    private static boolean isIn(String tag, String known) {
        return known.strip().equals("*")
                || Arrays.stream(known.split(","))
                        .map(one -> one.strip().replaceFirst("^W/", ""))
                        .anyMatch(tag::equals);
    }

    private boolean takesGzip() {
        String accepted = request.header("Accept-Encoding").orElse("").toLowerCase(Locale.ROOT);
        return Arrays.stream(accepted.split(","))
                .map(one -> one.replace(" ", ""))
                .anyMatch(one -> one.equals("gzip") || one.startsWith("gzip;q=") && !one.matches("gzip;q=0(\\.0*)?"));
    }

    private void part(byte[] body, String range) throws IOException {
        Matcher ends = RANGE.matcher(range);
        if (!ends.matches() || ends.group(1).isEmpty() && ends.group(2).isEmpty()) {
            response.send(body);
            return;
        }
        long first = ends.group(1).isEmpty()
                ? Math.max(0, body.length - Long.parseLong(ends.group(2)))
                : Long.parseLong(ends.group(1));
        long last = ends.group(1).isEmpty() || ends.group(2).isEmpty()
                ? body.length - 1
                : Math.min(body.length - 1, Long.parseLong(ends.group(2)));
        if (first >= body.length || last < first) {
            response.status(416).header("Content-Range", "bytes */" + body.length);
            return;
        }
        response.status(206)
                .header("Content-Range", "bytes " + first + "-" + last + "/" + body.length)
                .send(Arrays.copyOfRange(body, (int) first, (int) last + 1));
    }

    private static byte[] zipped(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(body);
        }
        return out.toByteArray();
    }
}
