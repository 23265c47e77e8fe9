// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.event.MalformedException;
import org.throng.feed.Checkpoint;
import org.throng.feed.Hash;
import org.throng.feed.LogName;
import org.throng.feed.MerkleTree;
import org.throng.feed.SignedNote;
import org.throng.feed.SignerKey;
import org.throng.feed.TiledTree;
import org.throng.home.PrivateFile;

/**
 * The key that signs a relay's ticks, in {@code ticks.key} beside the store, and in {@code ticks.signed} the head that it signed
 * last. A store that does not lead up to that head is an older one: what is appended to it would contradict what was signed,
 * and nobody could tell that from fraud. So the key ends there, and a new one begins.
 *
 * <p>Its name is made of the key, since the relay's address may change.
 */
final class TicksKey {
    private static final Logger LOG = LoggerFactory.getLogger(TicksKey.class);
    private static final int MAX_FILE = 4_096;
    private static final int NAME_BYTES = 8;

    private final Path signed;
    private final SignerKey key;

    private TicksKey(Path signed, SignerKey key) {
        this.signed = signed;
        this.key = key;
    }

    /** The key of a folder, made where there is none or where it has signed what the ticks do not know. */
    static TicksKey open(Path folder, StoredLog ticks, RandomGenerator random) throws IOException {
        PrivateFile.folder(folder);
        Path file = folder.resolve("ticks.key");
        Path signed = folder.resolve("ticks.signed");
        if (Files.exists(file)) {
            SignerKey key = read(file);
            if (!Files.exists(signed) || leadsTo(ticks, head(signed))) {
                return new TicksKey(signed, key);
            }
            LOG.warn(
                    "The relay's store is older than what {} has signed; its ticks have a new key from now on. Clients"
                            + " and auditors that know the old one will ask about it",
                    file);
        }
        byte[] seed = new byte[SignerKey.SEED_LENGTH];
        random.nextBytes(seed);
        byte[] name = Arrays.copyOf(Sha256.of(SignerKey.publicKey(seed)), NAME_BYTES);
        SignerKey key = new SignerKey("throng-" + Bytes.hex(name) + LogName.ROOT + LogName.TICKS, seed);
        PrivateFile.remove(signed);
        PrivateFile.replace(file, (key.insecureText() + "\n").getBytes(StandardCharsets.UTF_8));
        return new TicksKey(signed, key);
    }

    private static SignerKey read(Path file) throws IOException {
        if (PrivateFile.isOpenToOthers(file)) {
            LOG.warn("{} can be read by others; it should be its owner's alone (mode 0600)", file);
        }
        try {
            return SignerKey.read(new String(PrivateFile.read(file, MAX_FILE), StandardCharsets.UTF_8).strip());
        } catch (MalformedException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Checkpoint head(Path signed) throws IOException {
        try {
            return Checkpoint.read(new String(PrivateFile.read(signed, MAX_FILE), StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new IOException(signed + ": " + e.getMessage(), e);
        }
    }

    private static boolean leadsTo(StoredLog ticks, Checkpoint head) throws IOException {
        long size = ticks.head().size();
        return head.size() <= size
                && MerkleTree.root(head.size(), new TiledTree(size, ticks::read))
                        .equals(head.root());
    }

    /** The name of the key, and of the log of ticks. */
    String name() {
        return key.verifier().name();
    }

    /** The verifier key as text. */
    String verifier() {
        return key.verifier().text();
    }

    /** Signs the head of the ticks, which are on the disk, and remembers it before anybody sees it. */
    SignedNote signTicks(long size, Hash root) throws IOException {
        Checkpoint head = new Checkpoint(name(), size, root);
        PrivateFile.replace(signed, head.text().getBytes(StandardCharsets.UTF_8));
        return key.sign(head.text());
    }

    /** Signs the head of another log, as a tick says it. */
    SignedNote sign(Checkpoint head) {
        return key.sign(head.text());
    }
}
