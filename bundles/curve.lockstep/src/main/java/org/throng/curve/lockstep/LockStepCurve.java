// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;
import org.throng.curve.lanes.LaneField;

/**
 * Batches in lock step; whatever is done once, and everything that ought to be constant-time, by another curve, and so are
 * batches too small to be worth it.
 *
 * <p>How batches are computed is decided with the first of them, or when somebody asks: a node at rest neither spends the
 * time nor keeps the memory.
 *
 * <p>Scans of many points are cut into parts for a few threads of low priority; verification stays on the caller's thread.
 */
@Component(
        service = Curve.class,
        configurationPid = LockStepCurve.Settings.PID,
        property = {"name=lockstep", "service.ranking:Integer=100"})
@Designate(ocd = LockStepCurve.Settings.class)
public final class LockStepCurve implements Curve, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LockStepCurve.class);

    /** Fewer are done one at a time: the inversions of all the steps would be shared by too few. */
    static final int WORTH_IT = 24;

    /** As many signatures take no longer in lock step than one after the other. */
    static final int WORTH_VERIFYING = 8;

    /** Secrets in one go, for each has sums of its own in memory. */
    private static final int SECRETS_AT_ONCE = 16;

    /** Points of a part of a scan: few enough that an interrupt ends it soon. */
    private static final int LARGEST_PART = 4_096;

    private static final int SMALLEST_PART = 1_024;

    private final Workers workers;
    private final Tiers tiers = new Tiers();
    private volatile Curve single;
    private volatile Form form;

    /** Settings {@code org.throng.curve.lockstep}. */
    @ObjectClassDefinition(name = "Scanner", description = "How many points are computed in lock step")
    public @interface Settings {
        /** The PID. */
        String PID = "org.throng.curve.lockstep";

        @AttributeDefinition(
                description =
                        "own-machine or shared-host. Where strangers share the processor, the order of operations is"
                                + " the same for every key, which takes a fifth more time; their caches may still tell"
                                + " something. A few points at a time are computed as single agreements either way.")
        String host() default "own-machine";

        @AttributeDefinition(
                description =
                        "How many of the cores, in percent, a long scan takes, and at least one. It has the lowest priority,"
                                + " and steps aside for as long as others kept it from a core, so all of them are no bad"
                                + " number; less leaves the rest quite alone, as for the fan.",
                min = "1",
                max = "100")
        int cores_percent() default 100;
    }

    /** For the container, which hands in the rest. */
    @Activate
    public LockStepCurve(Settings settings) {
        this(null, isSharedHost(settings.host()), threads(settings.cores_percent()));
    }

    /** Another share of the cores counts from the next batch on; whoever uses this notices nothing. */
    @Modified
    void change(Settings settings) {
        workers.resize(threads(settings.cores_percent()));
        form = isSharedHost(settings.host()) ? Form.SHARED_HOST : Form.OWN_MACHINE;
    }

    private static boolean isSharedHost(String host) {
        boolean shared = host.equals("shared-host");
        if (!shared && !host.equals("own-machine")) {
            LOG.error("The setting 'host' is own-machine or shared-host, not '{}'; taken for shared-host", host);
        }
        return shared || !host.equals("own-machine");
    }

    private static int threads(int percent) {
        return Math.max(1, Runtime.getRuntime().availableProcessors() * percent / 100);
    }

    /**
     * @param single for what is done once, and the reference that batches are checked against
     * @param isSharedHost whether the order of operations must not depend on secrets, at a fifth more time
     * @param threads for a scan
     */
    public LockStepCurve(Curve single, boolean isSharedHost, int threads) {
        this.single = single;
        form = isSharedHost ? Form.SHARED_HOST : Form.OWN_MACHINE;
        workers = new Workers(threads);
    }

    /** From now on this one does what is done once. */
    @Reference(
            target = "(!(name=lockstep))",
            unbind = "unuse",
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void use(Curve other) {
        single = other;
    }

    /** Another one has come before, or this component goes too. */
    void unuse(Curve other) {
        LOG.debug("{} is no longer there", other.name());
    }

    /** Another field to choose from. */
    @Reference(
            service = LaneField.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "remove")
    public void add(LaneField<?> field) {
        tiers.add(field);
    }

    /** It is no longer there. */
    void remove(LaneField<?> field) {
        tiers.remove(field);
    }

    @Override
    public String name() {
        return "lockstep";
    }

    @Override
    public String description() {
        Curve one = single;
        return "batches: " + tiers.choice(one).why() + "; one at a time: " + one.name() + "; "
                + (form == Form.SHARED_HOST ? "shared host" : "own machine") + ", " + workers.threads()
                + (workers.threads() == 1 ? " thread" : " threads");
    }

    @Override
    public PublicKey publicKey(SecretKey secret) {
        return single.publicKey(secret);
    }

    @Override
    public boolean contains(PublicKey key) {
        return single.contains(key);
    }

    @Override
    public SecretKey withEvenY(SecretKey secret) {
        return single.withEvenY(secret);
    }

    @Override
    public Signature sign(SecretKey secret, byte[] message, byte[] aux) {
        return single.sign(secret, message, aux);
    }

    @Override
    public boolean verify(PublicKey key, byte[] message, Signature signature) {
        return single.verify(key, message, signature);
    }

    @Override
    public Optional<byte[]> agree(SecretKey secret, PublicKey point) {
        return single.agree(secret, point);
    }

    /** {@inheritDoc} Not constant-time: see the contract. */
    @Override
    public List<PublicKey> publicKeys(List<SecretKey> secrets) {
        Curve one = single;
        Optional<Tier<?>> tier = tier(secrets.size(), one);
        if (tier.isEmpty()) {
            return one.publicKeys(secrets);
        }
        List<PublicKey> keys = new ArrayList<>();
        for (int from = 0; from < secrets.size(); from += Tier.MOST_CLAIMS) {
            List<SecretKey> part = secrets.subList(from, Math.min(secrets.size(), from + Tier.MOST_CLAIMS));
            byte[] xs = new byte[PublicKey.LENGTH * part.size()];
            BitSet rest = tier.get().multiplyGenerator(part, xs);
            for (int i = 0; i < part.size(); i++) {
                keys.add(rest.get(i) ? one.publicKey(part.get(i)) : key(xs, i));
            }
        }
        return keys;
    }

    private static PublicKey key(byte[] xs, int i) {
        return PublicKey.of(Arrays.copyOfRange(xs, PublicKey.LENGTH * i, PublicKey.LENGTH * (i + 1)));
    }

    @Override
    public boolean[] verifyAll(List<Claim> claims) {
        Curve one = single;
        Optional<Tier<?>> tier = claims.size() < WORTH_VERIFYING
                ? Optional.empty()
                : tiers.choice(one).tier();
        if (tier.isEmpty()) {
            return one.verifyAll(claims);
        }
        boolean[] verdicts = new boolean[claims.size()];
        for (int from = 0; from < verdicts.length; from += Tier.MOST_CLAIMS) {
            List<Claim> part = claims.subList(from, Math.min(verdicts.length, from + Tier.MOST_CLAIMS));
            BitSet rest = tier.get().verify(part, verdicts, from);
            for (int i = rest.nextSetBit(0); i >= 0; i = rest.nextSetBit(i + 1)) {
                Claim claim = part.get(i);
                verdicts[from + i] = one.verify(claim.key(), claim.message(), claim.signature());
            }
        }
        return verdicts;
    }

    @Override
    public byte[][][] agreeAll(List<SecretKey> secrets, List<PublicKey> points) {
        Curve one = single;
        Optional<Tier<?>> tier = tier(secrets.isEmpty() ? 0 : points.size(), one);
        if (tier.isEmpty()) {
            return one.agreeAll(secrets, points);
        }
        byte[] packed = new byte[PublicKey.LENGTH * points.size()];
        for (int p = 0; p < points.size(); p++) {
            System.arraycopy(points.get(p).bytes(), 0, packed, PublicKey.LENGTH * p, PublicKey.LENGTH);
        }
        boolean[] contained = new boolean[points.size()];
        for (int from = 0; from < contained.length; from += Tier.MOST_CLAIMS) {
            tier.get().contain(packed, from, Math.min(Tier.MOST_CLAIMS, contained.length - from), contained);
        }
        byte[] shared = new byte[Math.multiplyExact(secrets.size(), packed.length)];
        scan(secrets, packed, shared);
        byte[][][] results = new byte[secrets.size()][points.size()][];
        for (int s = 0; s < results.length; s++) {
            for (int p = 0; p < contained.length; p++) {
                int at = PublicKey.LENGTH * (s * contained.length + p);
                results[s][p] = contained[p] ? Arrays.copyOfRange(shared, at, at + PublicKey.LENGTH) : null;
            }
        }
        Arrays.fill(shared, (byte) 0);
        return results;
    }

    /**
     * {@inheritDoc} On a shared host the order of operations is the same for every secret; addresses still depend on it. Of
     * batches too small for lock step this is as true as the other curve makes it: it is of the reference, and
     * libsecp256k1 hides the secret in two random ones.
     */
    @Override
    public void scan(List<SecretKey> secrets, byte[] points, byte[] shared) {
        int count = Curve.checkScan(secrets, points, shared);
        Curve one = single;
        Optional<Tier<?>> tier = tier(secrets.isEmpty() ? 0 : count, one);
        if (tier.isEmpty()) {
            one.scan(secrets, points, shared);
            return;
        }
        for (int from = 0; from < secrets.size(); from += SECRETS_AT_ONCE) {
            List<SecretKey> some = secrets.subList(from, Math.min(secrets.size(), from + SECRETS_AT_ONCE));
            scan(tier.get(), some, points, shared, from * count);
        }
    }

    private void scan(Tier<?> tier, List<SecretKey> secrets, byte[] points, byte[] shared, int first) {
        int count = points.length / PublicKey.LENGTH;
        Form now = form;
        List<Multiplier> multipliers = new ArrayList<>();
        boolean safe = true;
        for (SecretKey secret : secrets) {
            byte[] bytes = secret.insecureBytes();
            BigInteger scalar = Bytes32.number(bytes, 0);
            Arrays.fill(bytes, (byte) 0);
            Multiplier multiplier = now == Form.OWN_MACHINE && secrets.size() >= Scanner.CHAIN
                    ? ChainSchedule.of(scalar)
                    : Schedule.of(scalar, now);
            safe &= multiplier.isSafe();
            multipliers.add(multiplier);
        }
        if (!safe) { // no such secret is known, and none comes up by chance
            byte[] some = new byte[secrets.size() * points.length];
            single.scan(secrets, points, some);
            System.arraycopy(some, 0, shared, PublicKey.LENGTH * first, some.length);
            return;
        }
        int threads = workers.threads();
        int even = (count + threads - 1) / threads;
        int size = Math.min(LARGEST_PART, Math.max(SMALLEST_PART, even));
        List<Callable<Void>> parts = new ArrayList<>();
        for (int from = 0; from < count; from += size) {
            int at = from;
            parts.add(() -> {
                tier.scan(multipliers, points, at, Math.min(size, count - at), shared, first, count);
                return null;
            });
        }
        workers.run(parts);
    }

    private Optional<Tier<?>> tier(int count, Curve reference) {
        return count < WORTH_IT ? Optional.empty() : tiers.choice(reference).tier();
    }

    /** Ends the threads. */
    @Deactivate
    @Override
    public void close() {
        workers.close();
    }
}
