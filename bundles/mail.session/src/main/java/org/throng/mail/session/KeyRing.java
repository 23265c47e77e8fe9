// SPDX-License-Identifier: MIT
package org.throng.mail.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.throng.cipher.Bytes;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mail.ReadingKeys;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.ScanKey;
import org.throng.parcel.profile.Profile;
import org.throng.parcel.tlv.NodeId;
import org.throng.parcel.tlv.ScanCertificate;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.KemPair;

/**
 * Scan keys are made from the nsec whenever they are needed. KEM pairs lie in the drawer of keys, {@code u64 made | seed
 * 64}; a seed is erased 30 days after its key may be used for the last time, and when this starts, where its identity is gone.
 *
 * <p>Threads: any; its lock is the mailbox's, as {@link KeptConversations}'.
 */
@Component(immediate = true)
public final class KeyRing implements ReadingKeys {
    static final long RENEWED_AFTER = 7L * 86_400;
    static final long USABLE = 12L * 86_400;
    static final long KEPT = USABLE + 30L * 86_400;

    private static final String NODE = "node:";
    private static final String KEM = "kem:";
    private static final int MOST_PAIRS = 6;
    private static final byte[] NO_AUX = new byte[32];

    private final Identities identities;
    private final Curve curve;
    private final Mailbox mailbox;
    private final RandomGenerator random;
    private final Clock clock;
    private final Map<PublicKey, List<Scan>> scans = new HashMap<>();
    private int scansOf;

    /** A pair and when it was made, in UNIX seconds. */
    private record Made(long at, KemPair pair) {}

    private record Scan(ScanKey key, ScanCertificate certificate) {}

    @Activate
    public KeyRing(@Reference Identities identities, @Reference Curve curve, @Reference Mailbox mailbox)
            throws IOException {
        this(identities, curve, mailbox, new SecureRandom(), Clock.systemUTC());
    }

    KeyRing(Identities identities, Curve curve, Mailbox mailbox, RandomGenerator random, Clock clock)
            throws IOException {
        this.identities = identities;
        this.curve = curve;
        this.mailbox = mailbox;
        this.random = random;
        this.clock = clock;
        eraseOfNobody();
    }

    private void eraseOfNobody() throws IOException {
        Set<String> mine = identities.list().stream()
                .map(identity -> identity.npub().hex())
                .collect(Collectors.toSet());
        Changes over = new Changes();
        mailbox.notes(Drawer.KEY, (key, value) -> {
            if (mine.stream().noneMatch(key::contains)) {
                over.remove(Drawer.KEY, key);
            }
        });
        if (!over.isEmpty()) {
            mailbox.write(over);
        }
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    @Override
    public NodeId node(PublicKey owner) throws IOException {
        synchronized (mailbox) {
            String key = NODE + owner.hex();
            Optional<byte[]> held = mailbox.note(Drawer.KEY, key);
            byte[] id = held.orElse(new byte[ShortId.LENGTH]);
            while (ShortId.of(id).isZero()) {
                random.nextBytes(id);
            }
            if (held.isEmpty()) {
                mailbox.write(new Changes().put(Drawer.KEY, key, id));
            }
            return new NodeId(ShortId.of(id));
        }
    }

    @Override
    public ScanCertificate certificate(PublicKey owner) throws IdentityException {
        synchronized (mailbox) {
            return scans(owner).get(0).certificate();
        }
    }

    @Override
    public List<PublicKey> agreeing(PublicKey owner) throws IdentityException {
        synchronized (mailbox) {
            List<PublicKey> all = new ArrayList<>(List.of(owner));
            scans(owner).forEach(scan -> all.add(scan.certificate().scan()));
            return all;
        }
    }

    @Override
    public Optional<SecretKey> secret(PublicKey owner, PublicKey agreeing) throws IdentityException {
        synchronized (mailbox) {
            if (agreeing.equals(owner)) {
                return Optional.of(identities.secret(owner));
            }
            for (Scan scan : scans(owner)) {
                if (scan.certificate().scan().equals(agreeing)) {
                    try (SecretKey nsec = identities.secret(owner)) {
                        return Optional.of(scan.key().secret(nsec));
                    }
                }
            }
            return Optional.empty();
        }
    }

    /** The certificates of the keys that are alive, newest first; made once a year. */
    private List<Scan> scans(PublicKey owner) throws IdentityException {
        List<ScanKey> alive = ScanKey.alive(now());
        int which = alive.get(0).year() * 4 + alive.size();
        if (which != scansOf) {
            scans.clear();
            scansOf = which;
        }
        List<Scan> held = scans.get(owner);
        if (held == null) {
            held = new ArrayList<>();
            try (SecretKey nsec = identities.secret(owner)) {
                for (ScanKey key : alive) {
                    try (SecretKey scan = key.secret(nsec)) {
                        // without fresh randomness it is the same on every node of this person
                        held.add(new Scan(
                                key, ScanCertificate.make(curve, nsec, curve.publicKey(scan), key.until(), NO_AUX)));
                    }
                }
            }
            scans.put(owner, held);
        }
        return held;
    }

    @Override
    public Profile.Kem kem(PublicKey owner) throws IOException, IdentityException {
        synchronized (mailbox) {
            List<Made> held = pairs(owner);
            // one that a wrong clock dated ahead is kept for what was sealed to it, and not shown
            Optional<Made> current = held.stream()
                    .filter(made -> made.at() <= now() && now() < made.at() + RENEWED_AFTER)
                    .findFirst();
            if (current.isEmpty()) {
                byte[] seed = new byte[KemPair.SEED_LENGTH];
                random.nextBytes(seed);
                long at = unused(now());
                mailbox.write(new Changes().put(Drawer.KEY, key(owner, at), Bytes.join(Bytes.u64(at), seed)));
                current = Optional.of(new Made(at, KemPair.of(seed)));
                held.add(current.get());
                held.sort(Comparator.comparingLong(Made::at).reversed());
                Arrays.fill(seed, (byte) 0);
            }
            return new Profile.Kem(current.get().pair().key(), current.get().at() + USABLE);
        }
    }

    /** The last second until now in which no pair was made: its time stands in the profile, and must tie no two of them. */
    private long unused(long now) throws IOException {
        Set<Long> taken = new HashSet<>();
        mailbox.notes(Drawer.KEY, (key, value) -> {
            if (key.startsWith(KEM)) {
                taken.add(ByteBuffer.wrap(value).getLong());
            }
        });
        long at = now;
        while (taken.contains(at)) {
            at--;
        }
        return at;
    }

    @Override
    public List<KemPair> kems(PublicKey owner) throws IOException {
        synchronized (mailbox) {
            return pairs(owner).stream().map(Made::pair).limit(MOST_PAIRS).toList();
        }
    }

    /** Newest first; erases those whose time is over. */
    private List<Made> pairs(PublicKey owner) throws IOException {
        // read anew each time: a restore may bring some while this runs
        List<Made> held = new ArrayList<>();
        mailbox.notes(Drawer.KEY, (key, value) -> {
            if (key.startsWith(prefix(owner))) {
                ByteBuffer in = ByteBuffer.wrap(value);
                long at = in.getLong();
                byte[] seed = new byte[KemPair.SEED_LENGTH];
                in.get(seed);
                held.add(new Made(at, KemPair.of(seed)));
                Arrays.fill(seed, (byte) 0);
            }
        });
        held.sort(Comparator.comparingLong(Made::at).reversed());
        List<Made> over = held.stream().filter(made -> made.at() + KEPT < now()).toList();
        if (!over.isEmpty()) {
            Changes changes = new Changes();
            over.forEach(made -> changes.remove(Drawer.KEY, key(owner, made.at())));
            mailbox.write(changes);
            over.forEach(made -> made.pair().close());
            held.removeAll(over);
        }
        return held;
    }

    private static String prefix(PublicKey owner) {
        return KEM + owner.hex() + ":";
    }

    private static String key(PublicKey owner, long at) {
        return prefix(owner) + at;
    }
}
