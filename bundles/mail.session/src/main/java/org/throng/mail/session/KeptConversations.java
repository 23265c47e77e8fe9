// SPDX-License-Identifier: MIT
package org.throng.mail.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.throng.cipher.Hmac;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.identity.Contact;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mail.Begun;
import org.throng.mail.Conversations;
import org.throng.mail.CopyKey;
import org.throng.mail.FailedKey;
import org.throng.mail.ReadingKeys;
import org.throng.mail.SentKey;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.Tlv;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.Expected;
import org.throng.scheme.OneTimeKey;
import org.throng.session.Conversation;
import org.throng.session.Line;
import org.throng.session.News;
import org.throng.session.Ref;
import org.throng.session.Riders;
import org.throng.session.Sessions;
import org.throng.session.Source;
import org.throng.session.Step;
import org.throng.session.Ticket;

/**
 * All conversations, in the drawer of sessions and, while the mailbox is open, in memory, with a table of the tags that are
 * expected. The one writer of that drawer: a step is computed, written, and only then seen. What belongs to somebody who is
 * no contact any longer goes when this starts.
 *
 * <p>Threads: any. Its lock is the mailbox's, which outbox and inbox hold too when they must read and write as one.
 */
@Component(immediate = true)
public final class KeptConversations implements Conversations {
    /** From when a body without words is owed until when it must leave. */
    private static final long GRACE_SECONDS = 60;

    private static final int SPREAD_SECONDS = 6;

    private final Identities identities;
    private final Curve curve;
    private final Mailbox mailbox;
    private final Sessions sessions;
    private final ReadingKeys keys;
    private final RandomGenerator random;
    private final Clock clock;

    private final Map<String, Held> held = new LinkedHashMap<>();
    /** Read by scans without a lock; its lists never change. */
    private final Map<Long, List<Held>> byTag = new ConcurrentHashMap<>();

    /** One conversation as it is on the disk. */
    private static final class Held {
        private final PublicKey owner;
        private final PublicKey peer;
        private volatile Conversation now;
        private long sayAt = Long.MAX_VALUE;

        private Held(PublicKey owner, PublicKey peer, Conversation now) {
            this.owner = owner;
            this.peer = peer;
            this.now = now;
        }
    }

    /** Reads what is kept. */
    @Activate
    public KeptConversations(
            @Reference Identities identities,
            @Reference Curve curve,
            @Reference Mailbox mailbox,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Sessions sessions,
            @Reference ReadingKeys keys)
            throws IOException {
        this(identities, curve, mailbox, sessions, keys, new SecureRandom(), Clock.systemUTC());
    }

    KeptConversations(
            Identities identities,
            Curve curve,
            Mailbox mailbox,
            Sessions sessions,
            ReadingKeys keys,
            RandomGenerator random,
            Clock clock)
            throws IOException {
        this.identities = identities;
        this.curve = curve;
        this.mailbox = mailbox;
        this.sessions = sessions;
        this.keys = keys;
        this.random = random;
        this.clock = clock;
        load();
    }

    private void load() throws IOException {
        Changes over = new Changes();
        mailbox.notes(Drawer.SESSION, (key, bytes) -> {
            String[] pair = key.split(":");
            PublicKey owner = PublicKey.ofHex(pair[0]);
            PublicKey peer = PublicKey.ofHex(pair[1]);
            if (!isKnown(owner, peer)) {
                over.remove(Drawer.SESSION, key);
                return;
            }
            Held one = new Held(owner, peer, sessions.read(bytes));
            held.put(key, one);
            one.sayAt = one.now.sayBy();
            index(one, new long[0], one.now.tags());
        });
        if (!over.isEmpty()) {
            mailbox.write(over);
        }
    }

    private boolean isKnown(PublicKey owner, PublicKey peer) throws IOException {
        try {
            return identities.find(owner).isPresent()
                    && (owner.equals(peer) || identities.contact(owner, peer).isPresent());
        } catch (IdentityException e) {
            throw new IOException(e.getMessage(), e); // locked meanwhile
        }
    }

    @Override
    public int scheme() {
        return sessions.scheme();
    }

    @Override
    public List<Line> lines(PublicKey owner, PublicKey peer) {
        synchronized (mailbox) {
            Held one = held.get(Conversations.key(owner, peer));
            return one == null ? List.of() : one.now.lines();
        }
    }

    @Override
    public Optional<Ticket> draw(PublicKey owner, PublicKey peer, String line, Optional<Ref> ref)
            throws IOException, IdentityException {
        synchronized (mailbox) {
            Held one = held.get(Conversations.key(owner, peer));
            if (one == null) {
                return Optional.empty();
            }
            Optional<Step<Ticket>> step = one.now.draw(line, ref, means(owner, peer));
            if (step.isEmpty()) {
                return Optional.empty();
            }
            keep(one, step.get().next(), new Changes());
            return Optional.of(step.get().result());
        }
    }

    @Override
    public Riders riders(PublicKey owner, PublicKey peer) throws IOException, IdentityException {
        synchronized (mailbox) {
            if (!speaksWith(owner, peer)) {
                return new Riders(List.of(), Optional.empty());
            }
            Held one = heldOrFresh(owner, peer);
            Step<Riders> step = one.now.riders(means(owner, peer));
            keep(one, step.next(), new Changes());
            return step.result();
        }
    }

    @Override
    public Expected expected(PublicKey owner) {
        return tag -> at(owner, tag);
    }

    private List<OneTimeKey> at(PublicKey owner, long tag) {
        List<Held> candidates = byTag.get(tag);
        if (candidates == null) {
            return List.of(); // as almost always
        }
        List<OneTimeKey> all = new ArrayList<>();
        for (Held one : candidates) {
            if (one.owner.equals(owner)) {
                all.addAll(one.now.at(tag));
            }
        }
        return all;
    }

    @Override
    public Optional<Index> used(PublicKey owner, byte[] tag, byte[] bodySecret, Noting noting)
            throws IOException, IdentityException {
        synchronized (mailbox) {
            long number = number(tag);
            for (Held one : byTag.getOrDefault(number, List.of())) {
                boolean matches = one.owner.equals(owner)
                        && one.now.at(number).stream().anyMatch(key -> Hmac.equal(key.bodySecret(), bodySecret));
                if (matches) {
                    Optional<Step<Source.Index>> step = one.now.used(number, bodySecret, means(owner, one.peer));
                    if (step.isPresent()) {
                        Index index = new Index(one.peer, step.get().result());
                        keep(one, step.get().next(), noting.note(index));
                        return Optional.of(index);
                    }
                }
            }
            return Optional.empty();
        }
    }

    @Override
    public void opened(PublicKey owner, PublicKey peer, Source source, List<Tlv> parts, Changes changes)
            throws IOException, IdentityException {
        synchronized (mailbox) {
            // to a stranger nothing is answered, and nothing is kept of what they would share
            if (!speaksWith(owner, peer)) {
                mailbox.write(changes);
                return;
            }
            Held one = heldOrFresh(owner, peer);
            take(one, one.now.opened(source, parts, means(owner, peer)), changes);
        }
    }

    @Override
    public void lost(PublicKey owner, PublicKey peer, Source.Index index, Changes changes)
            throws IOException, IdentityException {
        synchronized (mailbox) {
            Held one = held.get(Conversations.key(owner, peer));
            if (one == null) {
                mailbox.write(changes);
            } else {
                take(one, one.now.lost(index, means(owner, peer)), changes);
            }
        }
    }

    @Override
    public void tick() throws IOException, IdentityException {
        synchronized (mailbox) {
            forgetGone();
            long now = clock.instant().getEpochSecond();
            for (Held one : List.copyOf(held.values())) {
                if (one.now.wakeAt() <= now && identities.find(one.owner).isPresent()) {
                    take(one, one.now.tick(means(one.owner, one.peer)), new Changes());
                }
            }
        }
    }

    /** The mailbox wiped it already; this is what memory has of it. */
    private void forgetGone() {
        Set<PublicKey> gone = identities.gone();
        if (gone.isEmpty()) {
            return;
        }
        for (Held one : List.copyOf(held.values())) {
            if (gone.contains(one.owner) || gone.contains(one.peer)) {
                index(one, one.now.tags(), new long[0]);
                held.remove(Conversations.key(one.owner, one.peer));
            }
        }
    }

    @Override
    public List<Saying> due() throws IdentityException {
        synchronized (mailbox) {
            long now = clock.instant().getEpochSecond();
            List<Saying> due = new ArrayList<>();
            for (Held one : held.values()) {
                if (one.sayAt <= now && speaksWith(one.owner, one.peer)) {
                    due.add(new Saying(one.owner, one.peer, one.now.saysDirect()));
                }
            }
            return due;
        }
    }

    @Override
    public void forget(PublicKey owner, PublicKey peer) throws IOException {
        synchronized (mailbox) {
            String key = Conversations.key(owner, peer);
            Held one = held.get(key);
            if (one != null) {
                Changes changes = new Changes().remove(Drawer.SESSION, key);
                Begun.forget(changes, owner, peer);
                mailbox.write(changes);
                index(one, one.now.tags(), new long[0]);
                held.remove(key);
            }
        }
    }

    private boolean speaksWith(PublicKey owner, PublicKey peer) throws IdentityException {
        return identities.find(owner).isPresent()
                && (owner.equals(peer)
                        || identities
                                .contact(owner, peer)
                                .filter(contact -> !contact.blocked())
                                .map(Contact::npub)
                                .isPresent());
    }

    private Held heldOrFresh(PublicKey owner, PublicKey peer) throws IOException {
        Held one = held.get(Conversations.key(owner, peer));
        return one == null ? new Held(owner, peer, sessions.fresh(owner, keys.node(owner), peer)) : one;
    }

    private KeptMeans means(PublicKey owner, PublicKey peer) throws IOException, IdentityException {
        return new KeptMeans(
                owner, peer, curve, keys, mailbox, random, clock.instant().getEpochSecond());
    }

    private void take(Held one, Step<News> step, Changes changes) throws IOException {
        News news = step.result();
        for (EventId id : news.acknowledged()) {
            mailbox.change(
                    one.owner,
                    id,
                    letter -> letter.state() == Letter.State.ACKNOWLEDGED
                            ? letter
                            : letter.with(Letter.State.ACKNOWLEDGED, "the contact's node has it"));
            String key = one.owner.hex() + ":" + id.hex();
            changes.remove(Drawer.DELIVERY, key)
                    .remove(Drawer.AGAIN, key)
                    .remove(Drawer.NOTE, FailedKey.of(one.owner, id))
                    .remove(Drawer.NOTE, CopyKey.of(one.owner, id));
            mailbox.find(one.owner, id)
                    .flatMap(Letter::rumor)
                    .ifPresent(rumor -> changes.remove(
                            Drawer.NOTE,
                            SentKey.of(
                                    one.owner,
                                    one.peer,
                                    ShortId.ofFirst(rumor.bytes()).hex())));
        }
        for (EventId id : news.again()) {
            if (!news.acknowledged().contains(id)) {
                changes.put(Drawer.AGAIN, one.owner.hex() + ":" + id.hex(), new byte[] {1});
            }
        }
        keep(one, step.next(), changes);
    }

    /** Nothing of the next state is seen before it is on the disk. */
    private void keep(Held one, Conversation next, Changes changes) throws IOException {
        String key = Conversations.key(one.owner, one.peer);
        Set<String> stood = one.now.lines().stream().map(Line::name).collect(Collectors.toSet());
        if (next.lines().stream().anyMatch(line -> !stood.contains(line.name()))) {
            // not by what the news say: a letter that used its index up is to know of it before it is opened
            Begun.another(mailbox, changes, one.owner, one.peer, clock.instant().getEpochSecond());
        }
        mailbox.write(changes.put(Drawer.SESSION, key, next.bytes()));
        long[] before = held.containsKey(key) ? one.now.tags() : new long[0];
        if (next.sayBy() != one.now.sayBy() || !held.containsKey(key)) {
            one.sayAt = soonBefore(next.sayBy());
        }
        one.now = next;
        held.put(key, one);
        index(one, before, next.tags());
    }

    /**
     * A moment at random, a few seconds after the first one at which it is owed: people wait for it, and one fixed time after
     * reading would tell a relay who answers whom.
     */
    private long soonBefore(long sayBy) {
        if (sayBy == Long.MAX_VALUE) {
            return sayBy;
        }
        long now = clock.instant().getEpochSecond();
        return Math.min(sayBy, Math.max(now, sayBy - GRACE_SECONDS) + 1 + random.nextInt(SPREAD_SECONDS));
    }

    private void index(Held one, long[] before, long[] after) {
        for (long tag : before) {
            byTag.computeIfPresent(tag, (key, list) -> {
                List<Held> others = list.stream().filter(held -> held != one).toList();
                return others.isEmpty() ? null : others;
            });
        }
        for (long tag : after) {
            byTag.merge(tag, List.of(one), (list, added) -> {
                List<Held> all = new ArrayList<>(list);
                all.add(one);
                return List.copyOf(all);
            });
        }
    }

    private static long number(byte[] tag) {
        return ByteBuffer.wrap(tag).getLong();
    }
}
