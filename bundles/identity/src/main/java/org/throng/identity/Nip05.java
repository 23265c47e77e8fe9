// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.throng.identity.IdentityException.Reason;

/**
 * A name at a domain (NIP-05), such as {@code ann@example.org}: the domain says which key it means, today. Never more
 * than a hint, never the identity of a contact.
 *
 * @param name of a to z, 0 to 9, hyphen, underscore and dot; {@code _} for the domain's own
 * @param domain a host name in lower case ASCII, with a port where it is not 443
 */
public record Nip05(String name, String domain) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,64}");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?=.{1,253}(:|$))[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
                    + "(:[1-9][0-9]{0,4})?");

    public Nip05 {
        if (!NAME.matcher(name).matches() || !DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException("no name at a domain");
        }
    }

    /**
     * Reads {@code name@domain}, or a domain alone for its own name.
     *
     * @throws IdentityException {@code CHARACTERS}, saying what was expected
     */
    public static Nip05 parse(String text) throws IdentityException {
        String lower = text.toLowerCase(Locale.ROOT);
        int at = lower.indexOf('@');
        String name = at < 0 ? "_" : lower.substring(0, at);
        String domain = lower.substring(at + 1);
        if (!NAME.matcher(name).matches()
                || !DOMAIN.matcher(domain).matches()
                || domain.length() > 259
                || at < 0 && domain.indexOf('.') < 0) {
            throw new IdentityException(
                    Reason.CHARACTERS, "expected a name at a domain such as ann@example.org, of a to z, 0 to 9, . - _");
        }
        return new Nip05(name, domain);
    }

    /** Where the domain answers. */
    public URI query() {
        return URI.create("https://" + domain + "/.well-known/nostr.json?name=" + name);
    }

    @Override
    public String toString() {
        return name.equals("_") ? domain : name + "@" + domain;
    }
}
