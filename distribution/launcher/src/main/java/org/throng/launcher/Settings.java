// SPDX-License-Identifier: MIT
package org.throng.launcher;

/** The settings that the command line may name, as {@code PID/key}. */
final class Settings {
    static final String RELAY_PORT = "org.throng.http.undertow~relay/port";
    static final String API_PORT = "org.throng.http.undertow~api/port";
    static final String RELAYS = "org.throng.mail/relays";
    static final String PASSPHRASE_FILE = "org.throng.identity.keyfile/passphrase.file";

    private Settings() {}
}
