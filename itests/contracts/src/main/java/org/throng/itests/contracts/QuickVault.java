// SPDX-License-Identifier: MIT
package org.throng.itests.contracts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.throng.cipher.Bytes;
import org.throng.cipher.Scrypt;
import org.throng.cipher.XChaCha;

/**
 * A vault for a test that opens it often: as {@code identity.keyfile} keeps it, but under a passphrase that is stretched
 * next to nothing. The standard strength takes most of a second of a processor each time.
 */
public final class QuickVault {
    private static final int LOG_N = 4;
    private static final FileAttribute<?> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private QuickVault() {}

    /**
     * Writes the vault of a home that has none.
     *
     * @param home made where it is not there
     * @param passphrase ASCII
     */
    public static void write(Path home, String passphrase) throws IOException {
        SecureRandom random = new SecureRandom();
        byte[] salt = random.generateSeed(16);
        byte[] aad = Bytes.join(Bytes.ascii("throng/v1/vault"), new byte[] {LOG_N, 8, 1}, salt);
        byte[] stretched = Scrypt.derive(Bytes.ascii(passphrase), salt, LOG_N, XChaCha.KEY_LENGTH);
        byte[] key = new byte[XChaCha.KEY_LENGTH];
        byte[] nonce = new byte[XChaCha.NONCE_LENGTH];
        random.nextBytes(key);
        random.nextBytes(nonce);
        byte[] sealed = Bytes.join(nonce, XChaCha.seal(stretched, nonce, aad, key));
        Base64.Encoder base64 = Base64.getEncoder();
        String json = "{\"v\":1,\"scrypt\":{\"log_n\":" + LOG_N + ",\"r\":8,\"p\":1,\"salt\":\""
                + base64.encodeToString(salt) + "\"},\"key\":\"" + base64.encodeToString(sealed) + "\"}";
        Path folder = home.resolve("data/identity");
        Files.createDirectories(folder, FOLDER);
        Path file = Files.createFile(folder.resolve("vault.json"), FILE);
        Files.write(file, json.getBytes(StandardCharsets.US_ASCII));
    }
}
