// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;
import org.throng.home.PrivateFile;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.Nip19;
import org.throng.identity.Occasion;
import org.throng.identity.OwnName;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code throng id …}: my identities and their vault. Needs no node. */
@Command(
        name = "id",
        description =
                "My keys: new, import, list, invite, export, rescue, label, delete; prolong and wipe of disposable"
                        + " ones; lock, unlock, passphrase.",
        synopsisSubcommandLabel = "WORD")
final class IdWords extends Group {
    private static final int MAX_KEY = 4 << 10;
    private static final int MAX_RELAYS = 8;
    private static final Pattern ENCRYPTED = Pattern.compile("(?is)\\s*n\\s*c\\s*r\\s*y\\s*p\\s*t.*");

    IdWords(Root root) {
        super(root);
    }

    /** What makes a disposable identity. */
    static final class Disposable {
        @Option(
                names = "--disposable",
                required = true,
                description =
                        "One that ends by itself: then its key and its messages are wiped. Nothing that is published"
                                + " ties it to another one of yours.")
        boolean wanted;

        @Option(
                names = "--for",
                paramLabel = "NPUB|PETNAME",
                description = "For whom: becomes its contact; otherwise a note for you alone.")
        String contact;

        @Option(names = "--purpose", paramLabel = "TEXT", description = "For what: a note for you alone.")
        String purpose;

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description =
                        "When it ends: 45s, 30m, 12h, 7d, 2w, or its last day as 2026-12-31. Else 7d; at most 366d.")
        String expires;

        @Option(
                names = "--relay",
                paramLabel = "URL",
                description = "Where it receives, may stand several times. Else two that the node draws among its own.")
        List<String> relays;
    }

    @Command(name = "new", description = "Make a key. The first one makes the vault and asks for its passphrase.")
    int create(
            @Option(names = "--label", paramLabel = "L", description = "Your own name for it, never published.")
                    String label,
            @ArgGroup(exclusive = false, heading = "%nDisposable:%n") Disposable disposable)
            throws Failure {
        try (Keys keys = root.keysOrNone()) {
            if (disposable != null) {
                return create(keys, label, disposable);
            }
            Identity made = keys.generate(label(keys, label, "me"));
            root.print(json(made), Nip19.npub(made.npub()));
            root.tell("made '" + made.label() + "'; keep a copy of the key with: throng id rescue");
        }
        return 0;
    }

    private int create(Keys keys, String label, Disposable disposable) throws Failure {
        List<RelayUrl> relays = new ArrayList<>();
        for (String url : disposable.relays == null ? List.<String>of() : disposable.relays) {
            relays.add(RelaysWords.url(url));
        }
        if (relays.size() > MAX_RELAYS) {
            throw new Failure(Exit.BAD_DATA, "an identity has at most 8 relays");
        }
        long end = Ending.read(disposable.expires, root.terminal.clock());
        Optional<PublicKey> contact =
                disposable.contact == null ? Optional.empty() : Optional.of(contact(keys, disposable.contact));
        Occasion occasion;
        try {
            occasion = new Occasion(contact, disposable.purpose == null ? "" : disposable.purpose);
        } catch (IllegalArgumentException e) {
            throw new Failure(Exit.BAD_DATA, e.getMessage());
        }
        Identity made = keys.generate(label(keys, label, "temp"), end, relays, occasion);
        root.print(json(made), Nip19.npub(made.npub()));
        root.tell("made '" + made.label() + "', which " + Ending.told(made, root.terminal.clock())
                + ". Then its key and its messages are wiped, and nobody reads what still comes for it.");
        root.tell("write from it with: throng send … --as '" + made.label() + "'");
        return 0;
    }

    private static PublicKey contact(Keys keys, String text) throws Failure {
        return People.isKey(text)
                ? People.key(text).npub()
                : People.contact(keys, keys.pick(null).npub(), text).npub();
    }

    @Command(
            name = "import",
            description = "Take a key from outside: nsec, 64 hex digits, 12 to 24 words (NIP-06) or ncryptsec (NIP-49);"
                    + " from the prompt, from standard input or from a file, never from the command line.")
    int take(
            @Option(names = "--label", paramLabel = "L", description = "Your own name for it, never published.")
                    String label,
            @Option(names = "--file", paramLabel = "F", description = "A file with the key.") Path file,
            @Option(
                            names = "--key-passphrase-file",
                            paramLabel = "F",
                            description = "A file with the passphrase of the ncryptsec, or of the words.")
                    Path passphraseFile,
            @Parameters(hidden = true, arity = "0..*") List<String> typed)
            throws Failure {
        if (typed != null) {
            throw new Failure(
                    Exit.USAGE,
                    "a key on the command line can be read by others on this machine, so it was not used; give it by the"
                            + " prompt, on standard input, or with --file F (and take this one for known to others)");
        }
        char[] key = secretText(file);
        char[] passphrase = new char[0];
        try (Keys keys = root.keysOrNone()) {
            if (passphraseFile != null
                    || ENCRYPTED.matcher(java.nio.CharBuffer.wrap(key)).matches()) {
                passphrase = root.passphrases().existing("the key", passphraseFile);
            }
            Identity taken = keys.take(label(keys, label, "me"), key, passphrase);
            root.print(json(taken), Nip19.npub(taken.npub()));
        } finally {
            Arrays.fill(key, '\0');
            Arrays.fill(passphrase, '\0');
        }
        return 0;
    }

    private char[] secretText(Path file) throws Failure {
        byte[] bytes = new byte[0];
        try {
            if (file != null) {
                bytes = PrivateFile.read(file, MAX_KEY);
            } else if (root.terminal.isInteractive()) {
                return root.terminal.askSecret("Key (nsec, words, hex or ncryptsec): ");
            } else {
                bytes = NodeClient.bounded(root.terminal.in(), MAX_KEY, "the key on standard input");
            }
            return StandardCharsets.UTF_8
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString()
                    .toCharArray();
        } catch (IOException e) {
            throw Failure.reading(file == null ? Path.of("the key on standard input") : file, e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Command(name = "list", description = "Show my identities.")
    int list() throws Failure {
        if (root.node() == null && LocalKeys.isEmpty(root.home())) {
            root.tell("no identity yet in " + root.home() + "; make one with: throng id new --label me");
            return 0;
        }
        try (Keys keys = root.keys()) {
            for (Identity identity : keys.list()) {
                String relays = identity.relays().isEmpty() ? "" : "  " + texts(identity.relays());
                Map<String, Object> notes = keys.notes(identity);
                Map<String, Object> json = json(identity);
                json.putAll(notes);
                root.print(
                        json, Nip19.npub(identity.npub()) + "  " + identity.label() + relays + told(identity, notes));
            }
        }
        return 0;
    }

    private String told(Identity identity, Map<String, Object> notes) {
        if (!identity.isDisposable()) {
            return "";
        }
        StringBuilder told = new StringBuilder("  disposable, " + Ending.told(identity, root.terminal.clock()));
        if (identity.relays().isEmpty()) {
            told.append(", no relay yet");
        }
        if (notes.containsKey("for")) {
            told.append(", for ").append(Printable.shortKey(Json.text(notes, "for")));
        }
        if (notes.containsKey("purpose")) {
            told.append(", ").append(Json.text(notes, "purpose"));
        }
        if (Json.number(notes, "unsent") > 0) {
            told.append(", ").append(Json.number(notes, "unsent")).append(" messages not sent yet");
        }
        return told.toString();
    }

    @Command(
            name = "invite",
            description =
                    "A link, or with --qr a QR code, that carries the whole profile of an identity: who takes it need not"
                            + " ask a relay about you. Needs the node.")
    int invite(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "NPUB|LABEL",
                            description = "Which one; else the first that stays.")
                    String as,
            @Option(names = "--qr", description = "Draw a QR code.") boolean qr)
            throws Failure {
        NodeClient node = root.requireNode();
        try (Keys keys = root.keys()) {
            Identity identity = keys.pick(as);
            Object invite = node.get("/identities/" + Nip19.npub(identity.npub()) + "/invite");
            String link = Json.text(invite, "link");
            String code = Json.text(invite, "code");
            root.print(
                    Json.object("npub", Nip19.npub(identity.npub()), "link", link, "code", code),
                    qr ? QrCode.of(code).text() : link);
            root.tell("they take it with: throng contact add LINK");
        }
        return 0;
    }

    @Command(name = "export", description = "Write a key as ncryptsec, under a passphrase of its own.")
    int export(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "NPUB|LABEL",
                            description = "Which one; else the first that stays.")
                    String as,
            @Option(names = "--to", paramLabel = "F", description = "Into a new file that only you can read.") Path to,
            @Option(
                            names = "--export-passphrase-file",
                            paramLabel = "F",
                            description = "A file with the passphrase for the copy.")
                    Path passphraseFile)
            throws Failure {
        try (Keys keys = root.keys()) {
            Identity identity = keys.pick(as);
            String ncryptsec = encrypted(keys, identity, passphraseFile);
            if (to == null) {
                root.print(Json.object("npub", Nip19.npub(identity.npub()), "ncryptsec", ncryptsec), ncryptsec);
            } else {
                write(to, ncryptsec + "\n");
                root.print(Json.object("npub", Nip19.npub(identity.npub()), "file", to.toString()), "written to " + to);
            }
        }
        return 0;
    }

    @Command(
            name = "rescue",
            description = "A sheet to print: the key as ncryptsec, with a QR code, and how to bring it back.")
    int rescue(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "NPUB|LABEL",
                            description = "Which one; else the first that stays.")
                    String as,
            @Option(names = "--to", paramLabel = "F", description = "Into a new file that only you can read.") Path to,
            @Option(
                            names = "--export-passphrase-file",
                            paramLabel = "F",
                            description = "A file with the passphrase for the copy.")
                    Path passphraseFile)
            throws Failure {
        try (Keys keys = root.keys()) {
            Identity identity = keys.pick(as);
            String ncryptsec = encrypted(keys, identity, passphraseFile);
            String sheet =
                    new RescueSheet(identity, ncryptsec, root.terminal.clock().instant()).text();
            if (to == null) {
                root.print(
                        Json.object("npub", Nip19.npub(identity.npub()), "ncryptsec", ncryptsec, "sheet", sheet),
                        sheet);
            } else {
                write(to, sheet);
                root.print(Json.object("npub", Nip19.npub(identity.npub()), "file", to.toString()), "written to " + to);
            }
        }
        return 0;
    }

    private String encrypted(Keys keys, Identity identity, Path passphraseFile) throws Failure {
        char[] passphrase = root.passphrases().fresh("the copy of '" + identity.label() + "'", passphraseFile);
        try {
            return keys.export(identity.npub(), passphrase);
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    @Command(name = "label", description = "Give an identity another name.")
    int label(@Parameters(paramLabel = "NPUB|LABEL") String as, @Parameters(paramLabel = "NEW") String label)
            throws Failure {
        try (Keys keys = root.keys()) {
            Identity old = keys.pick(as);
            Identity renamed = old.named(checked(label));
            keys.update(renamed);
            root.print(json(renamed), "'" + old.label() + "' is now '" + renamed.label() + "'");
        }
        return 0;
    }

    @Command(name = "delete", description = "Remove a key and its contacts for good.")
    int delete(
            @Parameters(paramLabel = "NPUB|LABEL") String as,
            @Option(names = "--yes", description = "Do not ask.") boolean yes)
            throws Failure {
        try (Keys keys = root.keys()) {
            Identity identity = keys.pick(as);
            String npub = Nip19.npub(identity.npub());
            if (!yes) {
                String answer = root.terminal.ask("This removes the key " + npub
                        + " for good; whoever has no copy never reads its messages again. Type its label: ");
                if (!identity.label().equals(answer)) {
                    throw new Failure(Exit.REFUSED, "nothing was removed; to do it without being asked, add --yes");
                }
            }
            keys.delete(identity.npub());
            root.print(Json.object("npub", npub, "deleted", true), "removed '" + identity.label() + "'");
        }
        return 0;
    }

    @Command(name = "prolong", description = "Let a disposable identity end at another time, sooner or later.")
    int prolong(
            @Parameters(paramLabel = "NPUB|LABEL") String as,
            @Option(
                            names = "--expires",
                            required = true,
                            paramLabel = "TIME",
                            description = "From now: 45s, 30m, 12h, 7d, 2w, or its last day as 2026-12-31.")
                    String expires)
            throws Failure {
        try (Keys keys = root.keys()) {
            Identity changed = disposable(keys, as).until(Ending.read(expires, root.terminal.clock()));
            keys.update(changed);
            root.print(json(changed), "'" + changed.label() + "' " + Ending.told(changed, root.terminal.clock()));
        }
        return 0;
    }

    @Command(
            name = "wipe",
            description = "End a disposable identity now: its key, contacts, messages and sessions go for good.")
    int wipe(
            @Parameters(paramLabel = "NPUB|LABEL") String as,
            @Option(names = "--yes", description = "Do not ask.") boolean yes)
            throws Failure {
        try (Keys keys = root.keys()) {
            Identity identity = disposable(keys, as);
            String npub = Nip19.npub(identity.npub());
            if (!yes) {
                long unsent = Json.number(keys.notes(identity), "unsent");
                String answer = root.terminal.ask("This wipes '" + identity.label() + "', its messages"
                        + (unsent > 0 ? ", " + unsent + " of them not sent yet," : "")
                        + " and the key that reads what still comes for it. Type its label: ");
                if (!identity.label().equals(answer)) {
                    throw new Failure(Exit.REFUSED, "nothing was wiped; to do it without being asked, add --yes");
                }
            }
            keys.delete(identity.npub());
            root.print(Json.object("npub", npub, "wiped", true), "wiped '" + identity.label() + "'");
            if (root.node() == null) {
                root.tell("its key is gone; its messages go when the node is unlocked next");
            }
        }
        return 0;
    }

    private static Identity disposable(Keys keys, String as) throws Failure {
        Identity identity = keys.pick(as);
        if (!identity.isDisposable()) {
            throw new Failure(
                    Exit.REFUSED,
                    "'" + identity.label() + "' is not disposable and has no end; throng id delete removes it");
        }
        return identity;
    }

    @Command(name = "lock", description = "Let the running node forget all keys until the next unlock.")
    int lock() throws Failure {
        NodeClient node = root.node();
        if (node != null) {
            node.call("POST", "/vault/lock", Map.of());
        }
        root.print(
                Json.object("locked", true),
                node == null ? "nothing is unlocked: no node runs for " + root.home() : "locked");
        return 0;
    }

    @Command(name = "unlock", description = "Give the running node the passphrase.")
    int unlock() throws Failure {
        NodeClient node = root.requireNode();
        if (Json.text(node.get("/status"), "vault").equals("none")) {
            throw new Failure(Exit.REFUSED, "there is no vault yet; make one with: throng id new --label me");
        }
        char[] passphrase = root.passphrases().existing("the vault");
        try {
            node.call("POST", "/vault/unlock", Json.object("passphrase", new String(passphrase)));
        } finally {
            Arrays.fill(passphrase, '\0');
        }
        root.print(Json.object("locked", false), "unlocked");
        return 0;
    }

    @Command(name = "passphrase", description = "Change the passphrase of the vault.")
    int passphrase(
            @Option(names = "--new-passphrase-file", paramLabel = "F", description = "A file with the new one.")
                    Path freshFile)
            throws Failure {
        if (freshFile == null && !root.terminal.isInteractive()) {
            throw new Failure(
                    Exit.USAGE, "expected the new passphrase: give --new-passphrase-file F, or run this in a terminal");
        }
        try (Keys keys = root.keys()) {
            char[] old = root.passphrases().existing("the vault until now");
            char[] fresh = root.passphrases().fresh("the vault", freshFile);
            try {
                keys.changePassphrase(old, fresh);
            } finally {
                Arrays.fill(old, '\0');
                Arrays.fill(fresh, '\0');
            }
        }
        root.print(
                Json.object("changed", true),
                "changed; copies (ncryptsec, rescue sheets, backups) keep the passphrases that they were made with");
        return 0;
    }

    /** A label that was asked for, else a free one. */
    private static String label(Keys keys, String wanted, String standard) throws Failure {
        if (wanted != null) {
            return checked(wanted);
        }
        List<String> taken = keys.list().stream().map(Identity::label).toList();
        String label = standard;
        for (int i = 2; taken.contains(label); i++) {
            label = standard + " " + i;
        }
        return label;
    }

    private static String checked(String label) throws Failure {
        try {
            OwnName.requireName("label", label);
        } catch (IdentityException e) {
            throw Failure.of(e);
        }
        return label;
    }

    private static Map<String, Object> json(Identity identity) {
        return Json.object(
                "npub", Nip19.npub(identity.npub()),
                "label", identity.label(),
                "created_at", identity.createdAt(),
                "relays", identity.relays().stream().map(RelayUrl::toString).toList(),
                "expires_at", identity.isDisposable() ? identity.expiresAt().getAsLong() : null);
    }

    private static String texts(List<RelayUrl> relays) {
        return String.join(" ", relays.stream().map(RelayUrl::toString).toList());
    }

    private static void write(Path to, String text) throws Failure {
        try {
            PrivateFile.create(to, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Failure.writing(to, e);
        }
    }
}
