// SPDX-License-Identifier: MIT
package org.throng.event;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The address of a relay: {@code ws://} or {@code wss://}, 6 to 256 characters, all printable ASCII. Two spellings of
 * one address (case of scheme and host, default port, empty path) are one value.
 */
public final class RelayUrl implements Comparable<RelayUrl> {
    /** Characters at most. */
    public static final int MAX_LENGTH = 256;

    private final String text;

    private RelayUrl(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException for anything but a relay's address, saying what was expected */
    public static RelayUrl of(String text) {
        if (text.length() > MAX_LENGTH || !text.chars().allMatch(c -> c >= 0x21 && c <= 0x7e)) {
            throw new IllegalArgumentException(
                    "a relay's address has at most 256 characters, none of them a blank or outside ASCII");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw wrong(text);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("ws") && !scheme.equals("wss")
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || uri.getFragment() != null
                || uri.getPort() > 65_535
                || uri.getPort() == 0) {
            throw wrong(text);
        }
        int standard = scheme.equals("ws") ? 80 : 443;
        String port = uri.getPort() < 0 || uri.getPort() == standard ? "" : ":" + uri.getPort();
        String path = uri.getRawPath() == null || uri.getRawPath().equals("/") ? "" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new RelayUrl(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port + path + query);
    }

    /** Without a name and password before the host: errors end in logs. */
    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("expected a relay's address such as wss://relay.example or"
                + " ws://127.0.0.1:7447, got '" + text.replaceFirst("//.*@", "//…@") + "'");
    }

    /** Whether the connection is encrypted. */
    public boolean isSecure() {
        return text.startsWith("wss:");
    }

    /** The same place for HTTP, as NIP-11 wants it. */
    public URI http() {
        return URI.create("http" + text.substring(2));
    }

    /** The address for a WebSocket client. */
    public URI uri() {
        return URI.create(text);
    }

    @Override
    public int compareTo(RelayUrl other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RelayUrl that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
