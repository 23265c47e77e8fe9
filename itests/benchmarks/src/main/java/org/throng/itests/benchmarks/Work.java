// SPDX-License-Identifier: MIT
package org.throng.itests.benchmarks;

import fr.acinq.secp256k1.Secp256k1;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.curve.lockstep.LockStepCurve;
import org.throng.curve.lockstep.vector.VectorField;
import org.throng.parcel.Header;
import org.throng.parcel.Label;
import org.throng.scheme.Reader;
import org.throng.scheme.Scheme;
import org.throng.scheme.Sighting;
import org.throng.scheme.direct.DirectScheme;

/** Something to measure: a batch of operations, done by the calling thread. */
interface Work {
    /** Headers, or signatures, in a batch. */
    int AT_ONCE = 4_096;

    /** Does a batch, or a part of one. */
    void run();

    /** Operations of a {@link #run}. */
    int operations();

    /**
     * @param what {@code scan} or {@code verify}
     * @param how {@code vector}, {@code scalar}, {@code bouncycastle} or {@code jni}
     */
    static Work of(String what, String how) {
        boolean scan = what.equals("scan");
        if (how.equals("jni")) {
            return scan ? nativeScan() : nativeVerify();
        }
        Curve reference = new BouncyCastleCurve();
        if (how.equals("bouncycastle")) {
            return scan ? scan(reference, 100) : verify(reference, 100);
        }
        LockStepCurve curve = new LockStepCurve(reference, false, 1);
        if (how.equals("vector")) {
            curve.add(new VectorField());
        }
        return scan ? scan(curve, AT_ONCE) : verify(curve, AT_ONCE);
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Work batch(int operations, Runnable work) {
        return new Work() {
            @Override
            public void run() {
                work.run();
            }

            @Override
            public int operations() {
                return operations;
            }
        };
    }

    /** From the list of headers to the list of matches, as in a node; nearly all headers are somebody else's. */
    private static Work scan(Curve curve, int count) {
        Random random = new Random(1);
        Scheme scheme = new DirectScheme(curve, random);
        List<SecretKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(SecretKey.of(random(random, SecretKey.LENGTH)));
        }
        List<PublicKey> points = curve.publicKeys(keys);
        List<Sighting> sightings = new ArrayList<>();
        for (PublicKey point : points) {
            Header header = Header.of(point, random(random, Header.CONTENT_LENGTH));
            sightings.add(new Sighting(header, Label.EVERYBODY, 1));
        }
        PublicKey mine = points.get(0);
        List<Reader> readers = List.of(new Reader(mine, mine, keys.get(0)));
        return batch(count, () -> scheme.recognise(sightings, readers));
    }

    private static Work verify(Curve curve, int count) {
        Random random = new Random(1);
        List<Curve.Claim> some = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            SecretKey secret = SecretKey.of(random(random, SecretKey.LENGTH));
            byte[] id = random(random, 32);
            Signature signature = curve.sign(secret, id, random(random, 32));
            some.add(new Curve.Claim(curve.publicKey(secret), id, signature));
        }
        List<Curve.Claim> claims = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            claims.add(some.get(i % some.size()));
        }
        return batch(count, () -> {
            for (boolean verdict : curve.verifyAll(claims)) {
                if (!verdict) {
                    throw new IllegalStateException("a right signature was refused");
                }
            }
        });
    }

    private static Work nativeScan() {
        Random random = new Random(1);
        Secp256k1 secp = Secp256k1.get();
        byte[] secret = random(random, 32);
        byte[][] points = new byte[512][];
        for (int i = 0; i < points.length; i++) {
            points[i] = secp.pubKeyCompress(secp.pubkeyCreate(random(random, 32)));
        }
        return batch(points.length, () -> {
            for (byte[] point : points) {
                secp.ecdh(secret, point);
            }
        });
    }

    private static Work nativeVerify() {
        Random random = new Random(1);
        Secp256k1 secp = Secp256k1.get();
        byte[] id = random(random, 32);
        byte[][] keys = new byte[512][];
        byte[][] signatures = new byte[keys.length][];
        for (int i = 0; i < keys.length; i++) {
            byte[] secret = random(random, 32);
            keys[i] = Arrays.copyOfRange(secp.pubKeyCompress(secp.pubkeyCreate(secret)), 1, 33);
            signatures[i] = secp.signSchnorr(id, secret, random(random, 32));
        }
        return batch(keys.length, () -> {
            for (int i = 0; i < keys.length; i++) {
                if (!secp.verifySchnorr(signatures[i], id, keys[i])) {
                    throw new IllegalStateException("a right signature was refused");
                }
            }
        });
    }
}
