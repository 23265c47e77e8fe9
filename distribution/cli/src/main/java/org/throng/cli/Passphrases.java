// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.throng.home.PrivateFile;

/**
 * Where passphrases come from, in this order: {@code --passphrase-file}, the file named by {@code
 * THRONG_PASSPHRASE_FILE}, the systemd credential {@code throng.passphrase}, the terminal. Never the command line and
 * never an environment variable itself: other programs can read both.
 */
final class Passphrases {
    private static final int MAX_FILE = 8 << 10;

    private final Terminal terminal;
    private final Path option;

    Passphrases(Terminal terminal, Path option) {
        this.terminal = terminal;
        this.option = option;
    }

    /** The passphrase of something that has one; the caller erases it. */
    char[] existing(String what) throws Failure {
        Path file = file();
        char[] passphrase = file == null ? terminal.askSecret("Passphrase of " + what + ": ") : read(file);
        return notEmpty(passphrase, what);
    }

    /** A passphrase to be; asked for twice at the terminal. The caller erases it. */
    char[] fresh(String what) throws Failure {
        Path file = file();
        return file == null ? ask(what) : notEmpty(read(file), what);
    }

    /** A passphrase of another thing than the vault: from its own file or the terminal, else as the vault's. */
    char[] existing(String what, Path file) throws Failure {
        if (file != null) {
            return notEmpty(read(file), what);
        }
        return terminal.isInteractive()
                ? notEmpty(terminal.askSecret("Passphrase of " + what + ": "), what)
                : existing(what);
    }

    /** As {@link #existing(String, Path)}, for something new. */
    char[] fresh(String what, Path file) throws Failure {
        if (file != null) {
            return notEmpty(read(file), what);
        }
        return terminal.isInteractive() ? ask(what) : fresh(what);
    }

    private char[] ask(String what) throws Failure {
        char[] first = notEmpty(terminal.askSecret("New passphrase of " + what + ": "), what);
        char[] second = terminal.askSecret("The same again: ");
        boolean same = Arrays.equals(first, second);
        if (second != null) {
            Arrays.fill(second, '\0');
        }
        if (!same) {
            Arrays.fill(first, '\0');
            throw new Failure(Exit.BAD_DATA, "the two passphrases differ; nothing was changed, try again");
        }
        return first;
    }

    private static char[] notEmpty(char[] passphrase, String what) throws Failure {
        if (passphrase == null) {
            throw new Failure(
                    Exit.USAGE,
                    "expected the passphrase of " + what
                            + ": give --passphrase-file F, or set THRONG_PASSPHRASE_FILE to"
                            + " a file, or a systemd credential 'throng.passphrase', or run this in a terminal");
        }
        if (passphrase.length == 0) {
            throw new Failure(Exit.BAD_DATA, "expected a passphrase of at least one character");
        }
        return passphrase;
    }

    private Path file() {
        if (option != null) {
            return option;
        }
        String named = terminal.environment().get("THRONG_PASSPHRASE_FILE");
        if (named != null && !named.isEmpty()) {
            return Path.of(named);
        }
        String credentials = terminal.environment().get("CREDENTIALS_DIRECTORY");
        Path credential =
                credentials == null || credentials.isEmpty() ? null : Path.of(credentials, "throng.passphrase");
        return credential != null && credential.toFile().exists() ? credential : null;
    }

    private char[] read(Path file) throws Failure {
        byte[] bytes = new byte[0];
        try {
            if (PrivateFile.isOpenToOthers(file)) {
                terminal.err()
                        .println("throng: warning: others can read " + file + "; close it with: chmod 600 " + file);
            }
            bytes = PrivateFile.read(file, MAX_FILE);
            int end = 0;
            while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
                end++;
            }
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end));
            char[] passphrase = Arrays.copyOfRange(text.array(), text.arrayOffset(), text.limit());
            Arrays.fill(text.array(), '\0');
            return passphrase;
        } catch (CharacterCodingException e) {
            throw new Failure(Exit.BAD_DATA, "the first line of " + file + " is not UTF-8");
        } catch (IOException e) {
            throw Failure.reading(file, e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
