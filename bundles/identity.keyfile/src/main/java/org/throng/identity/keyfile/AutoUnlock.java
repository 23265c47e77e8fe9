// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;

/**
 * Opens the vault when the node starts, where a passphrase is at hand: in the file of the settings, else in the systemd
 * credential {@code throng.passphrase}. Without one the vault stays locked until somebody unlocks it.
 *
 * <p>Threads: the one that activates it, for as long as stretching a passphrase takes. What an open vault brings about, such as a
 * mailbox and all that uses it, comes up on that thread, too: beside the start of the other components it would meet them half
 * way, and Declarative Services leaves out what it meets so.
 */
@Component(immediate = true, service = AutoUnlock.class, configurationPid = AutoUnlock.Settings.PID)
@Designate(ocd = AutoUnlock.Settings.class)
public final class AutoUnlock {
    private static final Logger LOG = LoggerFactory.getLogger(AutoUnlock.class);
    private static final String CREDENTIAL = "throng.passphrase";
    private static final int MAX_BYTES = 4_096;

    private final Identities identities;

    /** Settings {@code org.throng.identity.keyfile}. */
    @ObjectClassDefinition(name = "Vault", description = "How the vault is opened")
    public @interface Settings {
        /** The PID. */
        String PID = "org.throng.identity.keyfile";

        @AttributeDefinition(
                description = "A file whose first line is the passphrase of the vault, for nodes that start unattended;"
                        + " only its owner should be able to read it. Empty = the systemd credential throng.passphrase,"
                        + " else the vault stays locked until 'throng id unlock'")
        String passphrase_file() default "";
    }

    /** The launcher waits for this service: a node is ready when it is unlocked, or cannot be by itself. */
    @Activate
    public AutoUnlock(@Reference Identities identities, Settings settings) {
        this.identities = identities;
        Optional<Path> file = file(settings.passphrase_file(), System.getenv("CREDENTIALS_DIRECTORY"));
        if (identities.exists() && identities.isLocked()) {
            file.ifPresent(this::unlock);
        }
    }

    static Optional<Path> file(String setting, String credentials) {
        if (!setting.isEmpty()) {
            return Optional.of(Path.of(setting));
        }
        return Optional.ofNullable(credentials)
                .map(folder -> Path.of(folder, CREDENTIAL))
                .filter(Files::isReadable);
    }

    private void unlock(Path file) {
        char[] passphrase = new char[0];
        try {
            Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
            if (modes.contains(PosixFilePermission.GROUP_READ) || modes.contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warn("{} can be read by others than its owner", file);
            }
            passphrase = firstLine(file);
            identities.unlock(passphrase);
            LOG.info("The vault is open");
        } catch (IOException e) {
            LOG.error("The vault stays locked: {} cannot be read ({})", file, e.getMessage());
        } catch (IdentityException e) {
            LOG.error("The vault stays locked: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("What the open vault brings about failed: {}", e.getMessage(), e);
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    /** @throws IOException where it cannot be read or has more than 4 KiB */
    static char[] firstLine(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("expected a passphrase, got more than 4 KiB");
        }
        byte[] bytes = Files.readAllBytes(file);
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
        int end = 0;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        char[] line = new char[end];
        text.get(line);
        Arrays.fill(bytes, (byte) 0);
        if (text.hasArray()) {
            Arrays.fill(text.array(), '\0');
        }
        return line;
    }
}
