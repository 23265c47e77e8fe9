// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/**
 * What somebody who knows only its address gets from a relay: documents over HTTP, each of bounded size, all of them together
 * too. No redirect is followed.
 */
final class FeedDownloads {
    private static final int MILLIS = 15_000;

    private final URI base;
    private final long most;
    private long taken;

    /** There is no room left for another document. */
    static final class Full extends IOException {
        private static final long serialVersionUID = 1;

        Full(long most) {
            super("more than the " + Printable.bytes(most) + " that --most allows would be needed");
        }
    }

    /**
     * @param base in front of every path
     * @param most bytes of all documents together
     */
    FeedDownloads(URI base, long most) {
        this.base = base;
        this.most = most;
    }

    /** Bytes so far. */
    long taken() {
        return taken;
    }

    /** A document that must be there. */
    byte[] get(String path, int longest) throws IOException {
        return find(path, longest, "*/*")
                .orElseThrow(() -> new IOException("the relay has no " + path + ", which its ticks name"));
    }

    /** A document; empty where the relay says that there is none. */
    Optional<byte[]> find(String path, int longest, String type) throws IOException {
        if (taken >= most) {
            throw new Full(most);
        }
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        connection.setConnectTimeout(MILLIS);
        connection.setReadTimeout(MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Accept", type);
        int status = connection.getResponseCode();
        if (status == 404) {
            return Optional.empty();
        }
        if (status != 200) {
            throw new IOException("the relay answers " + status + " to " + path);
        }
        try (InputStream in = connection.getInputStream()) {
            byte[] body = in.readNBytes(longest + 1);
            taken += body.length;
            if (body.length > longest) {
                throw new IOException(path + " has more than " + longest + " bytes");
            }
            return Optional.of(body);
        }
    }
}
