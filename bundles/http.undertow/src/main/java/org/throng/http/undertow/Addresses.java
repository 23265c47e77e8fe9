// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses out of text, without asking a name server: only what is written in digits is one. */
final class Addresses {
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private Addresses() {}

    static Optional<InetAddress> literal(String text) {
        if (text.length() > 45 || !LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty(); // the form of an address, and no address
        }
    }
}
