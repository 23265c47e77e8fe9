// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.throng.identity.Identity;
import org.throng.identity.Nip19;

/**
 * A key on paper. It holds the ncryptsec, never the nsec: whoever finds the sheet needs the passphrase too.
 *
 * @param ncryptsec in lower case
 */
record RescueSheet(Identity identity, String ncryptsec, Instant now) {
    private static final int GROUP = 6;
    private static final int GROUPS_A_LINE = 9;

    String text() {
        return "THRONG RESCUE SHEET\n"
                + "\n"
                + "label  " + identity.label() + "\n"
                + "date   " + now.atOffset(ZoneOffset.UTC).toLocalDate() + "\n"
                + "npub   " + Nip19.npub(identity.npub()) + "\n"
                + "\n"
                + "The key, encrypted (NIP-49, ncryptsec):\n"
                + "\n"
                + grouped()
                + "\n"
                + QrCode.of(ncryptsec.toUpperCase(Locale.ROOT)).text()
                + "\n"
                + "To bring the key back, on any machine:\n"
                + "\n"
                + "  throng id import --label \"" + identity.label() + "\"\n"
                + "\n"
                + "and type the letters above, or what the QR code says; blanks, lines and case do not matter.\n"
                + "Then give the passphrase that you chose for this sheet. It is not written here: without it\n"
                + "this sheet is worth nothing, to you as to a thief. Contacts and messages are not on it;\n"
                + "they are in what `throng backup` writes.\n";
    }

    private String grouped() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ncryptsec.length(); i += GROUP) {
            int group = i / GROUP;
            lines.append(group % GROUPS_A_LINE == 0 ? "  " : " ")
                    .append(ncryptsec, i, Math.min(i + GROUP, ncryptsec.length()));
            if (group % GROUPS_A_LINE == GROUPS_A_LINE - 1 || i + GROUP >= ncryptsec.length()) {
                lines.append('\n');
            }
        }
        return lines.toString();
    }
}
