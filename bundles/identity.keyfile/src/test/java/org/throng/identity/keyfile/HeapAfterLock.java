// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.identity.Identity;

/**
 * Runs in a process of its own for {@link HeapAfterLockTest}: takes the key that comes on its standard input, uses it in
 * every way, locks, and writes its heap to a file, dead objects included.
 */
final class HeapAfterLock {
    /** Set where the search itself is to be tested: a key that somebody forgot to erase. */
    private static SecretKey forgotten;

    private HeapAfterLock() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        BouncyCastleCurve curve = new BouncyCastleCurve();
        char[] passphrase = "a passphrase".toCharArray();
        char[] key = standardInput();
        KeyfileIdentities identities = new KeyfileIdentities(folder, curve, new SecureRandom(), Clock.systemUTC(), 4);
        identities.create(passphrase);
        Identity me = identities.take("me", key, new char[0]);
        Arrays.fill(key, '\0');
        identities.lock();
        identities.unlock(passphrase);
        PublicKey friend = identities.generate("friend").npub();
        for (int i = 0; i < 50; i++) {
            try (SecretKey secret = identities.secret(me.npub());
                    SecretKey even = curve.withEvenY(secret)) {
                curve.sign(secret, new byte[] {(byte) i}, new byte[32]);
                curve.publicKey(even);
                Arrays.fill(curve.agree(secret, friend).orElseThrow(), (byte) 0);
            }
            System.gc(); // makes the garbage of this round old: the hardest case for the collection at the end
        }
        identities.export(me.npub(), passphrase);
        if (args.length > 2) {
            forgotten = identities.secret(me.npub());
        }
        identities.lock();
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(args[1], false);
        if (forgotten != null) {
            forgotten.close();
        }
    }

    private static char[] standardInput() throws Exception {
        try (InputStream in = System.in) {
            byte[] text = new byte[256];
            int length = in.readNBytes(text, 0, text.length);
            char[] key = new char[length];
            for (int i = 0; i < length; i++) {
                key[i] = (char) text[i];
            }
            Arrays.fill(text, (byte) 0);
            return key;
        }
    }
}
