// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hkdf;
import org.throng.cipher.Scrypt;
import org.throng.cipher.XChaCha;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.home.PrivateFile;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityException.Reason;
import org.throng.identity.Passphrase;

/**
 * The file {@code vault.json} and, while it is open, the vault key. A new passphrase seals the same key again: one file
 * changes, at once and whole.
 *
 * <pre>{"v":1,"scrypt":{"log_n":16,"r":8,"p":1,"salt":base64 of 16},"key":base64 of nonce 24 ‖ sealed 48}</pre>
 *
 * <p>Not for several threads at once; {@link KeyfileIdentities} sees to that.
 */
final class Vault {
    private static final String NAME = "throng/v1/vault";
    private static final int MAX_FILE = 4_096;
    private static final int SALT = 16;
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final SecureRandom random;
    private final int logN;
    private byte[] key;

    /** @param logN how far passphrases are stretched from now on; the file says what it was sealed with */
    Vault(Path folder, SecureRandom random, int logN) {
        this.file = folder.resolve("vault.json");
        this.random = random;
        this.logN = logN;
    }

    boolean exists() {
        return Files.exists(file);
    }

    boolean isOpen() {
        return key != null;
    }

    /** Draws a key, writes it under the passphrase, and stays open. */
    void create(char[] passphrase) throws IdentityException {
        byte[] fresh = random(XChaCha.KEY_LENGTH);
        byte[] content = seal(fresh, passphrase);
        try {
            PrivateFile.folder(file.getParent());
            PrivateFile.create(file, content);
        } catch (FileAlreadyExistsException e) {
            throw new IdentityException(Reason.VAULT, "there is a vault already; nothing was changed", e);
        } catch (IOException e) {
            throw unwritable(e);
        }
        key = fresh;
    }

    /** The key that a passphrase opens; the caller erases it or hands it to {@link #open}. */
    byte[] unseal(char[] passphrase) throws IdentityException {
        Sealed sealed = read();
        byte[] kek = stretch(passphrase, sealed.salt, sealed.logN);
        try {
            return open(kek, aad(sealed.logN, sealed.salt), sealed.key)
                    .orElseThrow(() -> new IdentityException(
                            Reason.WRONG_PASSPHRASE, "this passphrase does not open the vault; nothing was changed"));
        } finally {
            Arrays.fill(kek, (byte) 0);
        }
    }

    void open(byte[] unsealed) {
        close();
        key = unsealed;
    }

    void close() {
        if (key != null) {
            Arrays.fill(key, (byte) 0);
            key = null;
        }
    }

    void changePassphrase(char[] old, char[] fresh) throws IdentityException {
        byte[] same = unseal(old);
        try {
            PrivateFile.replace(file, seal(same, fresh));
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            Arrays.fill(same, (byte) 0);
        }
    }

    /** Nonce and sealed text, for one purpose and one subject. */
    byte[] seal(String purpose, byte[] subject, byte[] plaintext) throws IdentityException {
        byte[] sub = subkey(purpose);
        try {
            byte[] nonce = random(XChaCha.NONCE_LENGTH);
            return Bytes.join(nonce, XChaCha.seal(sub, nonce, aad(purpose, subject), plaintext));
        } finally {
            Arrays.fill(sub, (byte) 0);
        }
    }

    /** The inverse; empty where it was sealed by another vault, for another purpose or subject, or was changed. */
    Optional<byte[]> open(String purpose, byte[] subject, byte[] sealed) throws IdentityException {
        byte[] sub = subkey(purpose);
        try {
            return open(sub, aad(purpose, subject), sealed);
        } finally {
            Arrays.fill(sub, (byte) 0);
        }
    }

    /** 32 bytes for a purpose; the caller erases them. */
    byte[] subkey(String purpose) throws IdentityException {
        if (key == null) {
            throw exists()
                    ? new IdentityException(Reason.LOCKED, "the vault is locked; unlock it with its passphrase first")
                    : new IdentityException(Reason.VAULT, "there is no vault yet; making an identity makes one");
        }
        return Hkdf.derive(key, NAME, Bytes.ascii(purpose), XChaCha.KEY_LENGTH);
    }

    private record Sealed(int logN, byte[] salt, byte[] key) {}

    private byte[] seal(byte[] plainKey, char[] passphrase) throws IdentityException {
        if (passphrase.length == 0) {
            throw new IdentityException(Reason.LENGTH, "expected a passphrase of at least one character");
        }
        byte[] salt = random(SALT);
        byte[] kek = stretch(passphrase, salt, logN);
        try {
            byte[] nonce = random(XChaCha.NONCE_LENGTH);
            byte[] sealed = Bytes.join(nonce, XChaCha.seal(kek, nonce, aad(logN, salt), plainKey));
            return json(salt, sealed);
        } finally {
            Arrays.fill(kek, (byte) 0);
        }
    }

    private byte[] json(byte[] salt, byte[] sealed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("v", 1);
            json.writeObjectFieldStart("scrypt");
            json.writeNumberField("log_n", logN);
            json.writeNumberField("r", 8);
            json.writeNumberField("p", 1);
            json.writeStringField("salt", Base64.getEncoder().encodeToString(salt));
            json.writeEndObject();
            json.writeStringField("key", Base64.getEncoder().encodeToString(sealed));
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail to be written", e);
        }
        return out.toByteArray();
    }

    private Sealed read() throws IdentityException {
        if (!exists()) {
            throw new IdentityException(Reason.VAULT, "there is no vault yet; making an identity makes one");
        }
        try {
            Map<?, ?> vault = (Map<?, ?>) StrictJson.read(PrivateFile.read(file, MAX_FILE));
            Map<?, ?> scrypt = (Map<?, ?>) vault.get("scrypt");
            int logN = Math.toIntExact((Long) scrypt.get("log_n"));
            byte[] salt = Base64.getDecoder().decode((String) scrypt.get("salt"));
            byte[] sealed = Base64.getDecoder().decode((String) vault.get("key"));
            boolean known = Long.valueOf(1).equals(vault.get("v"))
                    && Long.valueOf(8).equals(scrypt.get("r"))
                    && Long.valueOf(1).equals(scrypt.get("p"))
                    && logN >= 1
                    && logN <= Scrypt.MAX_LOG_N;
            if (!known) {
                throw new IdentityException(
                        Reason.UNSUPPORTED, file + " is of a version or strength that this program does not read");
            }
            return new Sealed(logN, salt, sealed);
        } catch (IOException e) {
            throw new IdentityException(Reason.FILE, file + " cannot be read", e);
        } catch (MalformedException
                | ClassCastException
                | NullPointerException
                | ArithmeticException
                | IllegalArgumentException e) {
            throw new IdentityException(Reason.FILE, file + " is damaged; restore it from a backup", e);
        }
    }

    private static Optional<byte[]> open(byte[] key, byte[] aad, byte[] sealed) {
        if (sealed.length < XChaCha.NONCE_LENGTH + XChaCha.TAG_LENGTH) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(sealed, XChaCha.NONCE_LENGTH);
        return XChaCha.open(key, nonce, aad, Arrays.copyOfRange(sealed, XChaCha.NONCE_LENGTH, sealed.length));
    }

    private static byte[] stretch(char[] passphrase, byte[] salt, int logN) throws IdentityException {
        byte[] utf8 = Passphrase.utf8(passphrase);
        try {
            return Scrypt.derive(utf8, salt, logN, XChaCha.KEY_LENGTH);
        } finally {
            Arrays.fill(utf8, (byte) 0);
            System.gc(); // the 64 MiB that were filled go back to the machine at once, not at some later collection
        }
    }

    private static byte[] aad(int logN, byte[] salt) {
        return Bytes.join(Bytes.ascii(NAME), new byte[] {(byte) logN, 8, 1}, salt);
    }

    private static byte[] aad(String purpose, byte[] subject) {
        return Bytes.join(Bytes.ascii("throng/v1/"), Bytes.ascii(purpose), subject);
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private IdentityException unwritable(IOException cause) {
        return new IdentityException(
                Reason.FILE, file + " cannot be written: " + cause.getMessage() + "; nothing was changed", cause);
    }
}
