// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Tlv;
import org.throng.parcel.body.Packing;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.KemKey;
import org.throng.parcel.tlv.NodeId;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.Encapsulation;
import org.throng.scheme.KemPair;
import org.throng.scheme.OneTimeKey;
import org.throng.session.Conversation;
import org.throng.session.Line;
import org.throng.session.Means;
import org.throng.session.News;
import org.throng.session.Ref;
import org.throng.session.Riders;
import org.throng.session.Source;
import org.throng.session.Step;
import org.throng.session.Ticket;

/**
 * People with nodes, a wire between them that loses, copies and reorders, and outboxes and inboxes as small as can be. What a
 * node has on its disk is the last conversation that it wrote; a crash loses what was not written, and what was to be done
 * after it.
 */
final class World {
    static final Curve CURVE = new BouncyCastleCurve();
    static final long START = 1_764_000_000L;
    private static final int WORDS = 600;

    final Random random;
    final TaggedSessions sessions = new TaggedSessions();
    final List<Person> people = new ArrayList<>();
    final Set<Long> tagsOnTheWire = new HashSet<>();
    /** All bodies of a short story. */
    final List<Packet> wire = new ArrayList<>();

    /** The epoch of each tag that left. */
    final Map<Long, Long> epochs = new HashMap<>();

    /** Whether {@link #wire} and {@link #epochs} are kept. */
    boolean remembers = true;

    long now = START;

    /** Chances out of 100. */
    int loss;

    int copies;
    int crashes;
    long biggest;

    World(long seed) {
        random = new Random(seed);
    }

    boolean chance(int ofHundred) {
        return random.nextInt(100) < ofHundred;
    }

    static SecretKey secret(String name) {
        return SecretKey.of(Sha256.of(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    Person person(String name, boolean pq) {
        Person person = new Person(name, pq);
        people.add(person);
        return person;
    }

    /** Somebody with an npub, and a KEM key in the profile. */
    final class Person {
        final String name;
        final PublicKey npub;
        final List<KemPair> kems = new ArrayList<>();
        final List<Node> nodes = new ArrayList<>();
        /** The key that stands for the npub, by name. */
        String agreeing;

        final Map<PublicKey, String> secrets = new HashMap<>();

        Person(String name, boolean pq) {
            this.name = name;
            npub = CURVE.publicKey(secret(name));
            agree(name);
            if (pq) {
                byte[] seed = new byte[KemPair.SEED_LENGTH];
                random.nextBytes(seed);
                kems.add(KemPair.of(seed));
            }
        }

        void agree(String key) {
            agreeing = key;
            secrets.put(CURVE.publicKey(secret(key)), key);
        }

        Node node() {
            Node node = new Node(this);
            nodes.add(node);
            return node;
        }
    }

    /** What a body that left says, and to whom; {@code key} is null in a direct one. */
    record Packet(
            Person from, PublicKey agreeing, Person to, OneTimeKey key, List<Tlv> parts, Optional<Encapsulation> kem) {}

    /** A letter in an outbox. */
    static final class Letter {
        final EventId id;
        final Person to;
        final int pieces;
        final long writtenAt;
        boolean waiting = true;
        boolean direct;
        long sentAt;
        boolean acknowledged;

        Letter(EventId id, Person to, int pieces, long now) {
            this.id = id;
            this.to = to;
            this.pieces = pieces;
            writtenAt = now;
        }
    }

    /** A running client. */
    final class Node implements Means {
        final Person person;
        NodeId id;
        final Map<Person, Conversation> disk = new LinkedHashMap<>();
        final Map<EventId, Letter> letters = new LinkedHashMap<>();
        final List<Packet> inbox = new ArrayList<>();
        /** Headers that were recognised and whose bodies are being fetched. */
        final List<Map.Entry<Source.Index, Packet>> fetching = new ArrayList<>();
        /** Pieces that arrived here, of letters of others. */
        final Map<EventId, Set<Integer>> arrived = new HashMap<>();

        final Map<Person, Set<EventId>> toAcknowledge = new HashMap<>();
        long skew;

        Node(Person person) {
            this.person = person;
            identify();
        }

        private void identify() {
            byte[] bytes = new byte[8];
            random.nextBytes(bytes);
            bytes[0] |= 1;
            id = new NodeId(ShortId.of(bytes));
        }

        Conversation with(Person other) {
            return disk.computeIfAbsent(other, contact -> sessions.fresh(person.npub, id, contact.npub));
        }

        /** Writes, or crashes before or after: then what was to follow does not happen. */
        boolean write(Person other, Conversation next) {
            if (chance(crashes)) {
                if (random.nextBoolean()) {
                    disk.put(other, next);
                }
                crash();
                return false;
            }
            disk.put(other, next);
            return true;
        }

        void crash() {
            disk.replaceAll((other, conversation) -> again(conversation));
        }

        /** News is written together with the state, in the mailbox's one batch. */
        void news(Person other, Step<News> step) {
            if (chance(crashes)) {
                crash();
                return;
            }
            disk.put(other, step.next());
            for (EventId letter : step.result().acknowledged()) {
                Letter mine = letters.get(letter);
                if (mine != null) {
                    assertTrue(
                            other.nodes.stream().anyMatch(node -> node.has(mine)),
                            "an acknowledged letter is at some node of its reader");
                    mine.acknowledged = true;
                    mine.waiting = false;
                    letters.remove(letter);
                }
            }
            for (EventId letter : step.result().again()) {
                Letter mine = letters.get(letter);
                if (mine != null) {
                    mine.waiting = true;
                }
            }
        }

        boolean has(Letter letter) {
            return arrived.getOrDefault(letter.id, Set.of()).size() == letter.pieces;
        }

        Letter compose(Person to, int pieces) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            Letter letter = new Letter(EventId.of(bytes), to, pieces, now());
            letters.put(letter.id, letter);
            return letter;
        }

        /** Sends what waits, and what went direct and was not acknowledged for a day. */
        void post() {
            for (Letter letter : List.copyOf(letters.values())) {
                if (letter.direct && !letter.waiting && letter.sentAt + 86_400 < now()) {
                    letter.waiting = true;
                }
                if (letter.waiting) {
                    post(letter);
                }
            }
            for (Person other : List.copyOf(disk.keySet())) {
                if (disk.get(other).sayBy() <= now()) {
                    say(other);
                }
            }
        }

        void say(Person other) {
            Conversation conversation = disk.get(other);
            if (conversation.saysDirect() || conversation.lines().isEmpty()) {
                direct(other, List.of());
                return;
            }
            for (Line line : conversation.lines()) {
                if (line.sayBy() <= now()) {
                    draw(other, line, Optional.empty(), List.of());
                }
            }
        }

        private void post(Letter letter) {
            List<Line> lines = with(letter.to).lines();
            if (lines.isEmpty()) {
                List<Tlv> words = new ArrayList<>();
                for (int piece = 0; piece < letter.pieces; piece++) {
                    words.add(words(letter, piece, 110));
                }
                letter.direct = true;
                letter.sentAt = now();
                letter.waiting = !direct(letter.to, words);
                return;
            }
            int places = 1 + random.nextInt(2);
            boolean left = false;
            for (Line line : lines) {
                if (line.room() >= letter.pieces * places) {
                    left = true;
                    for (int n = 0; n < letter.pieces * places; n++) {
                        int piece = n / places;
                        Ref ref = new Ref(letter.id, piece, letter.pieces, "wss://relay" + n % places);
                        if (!draw(letter.to, line, Optional.of(ref), List.of(words(letter, piece, WORDS)))) {
                            return;
                        }
                    }
                }
            }
            letter.direct = false;
            letter.waiting = !left;
        }

        private Tlv words(Letter letter, int piece, int most) {
            int length = 33 + random.nextInt(most);
            ByteBuffer value = ByteBuffer.allocate(length);
            value.put(letter.id.bytes()).put((byte) piece);
            return new Tlv(Tlv.RUMOR, value.array());
        }

        boolean draw(Person other, Line line, Optional<Ref> ref, List<Tlv> words) {
            Optional<Step<Ticket>> step = with(other).draw(line.name(), ref, this);
            if (step.isEmpty()) {
                return false;
            }
            if (!write(other, step.get().next())) {
                return false;
            }
            Ticket ticket = step.get().result();
            long tag = ByteBuffer.wrap(ticket.key().tag()).getLong();
            assertTrue(tagsOnTheWire.add(tag), "an index left twice");
            if (remembers) {
                epochs.put(tag, ((TaggedConversation) with(other)).sendingEpoch(line.name()));
            }
            List<Tlv> parts = Packing.fill(SchemeId.TAGGED, words, merged(other, ticket.riders()))
                    .taken();
            send(new Packet(person, null, other, ticket.key(), parts, Optional.empty()));
            return true;
        }

        boolean direct(Person other, List<Tlv> words) {
            Step<Riders> step = with(other).riders(this);
            if (!write(other, step.next())) {
                return false;
            }
            Riders riders = step.result();
            boolean pq = riders.kem().isPresent();
            List<Tlv> beside = merged(other, riders.parts());
            beside.removeIf(tlv -> pq && tlv.type() == Tlv.KEM_CIPHERTEXT);
            List<Tlv> parts = Packing.fill(pq ? SchemeId.PQ : SchemeId.DIRECT, words, beside)
                    .taken();
            PublicKey agreeing = agreeing();
            send(new Packet(person, agreeing, other, null, parts, riders.kem()));
            return true;
        }

        /** Acks of chains and of rumors share one part. */
        private List<Tlv> merged(Person other, List<Tlv> riders) {
            Set<EventId> rumors = toAcknowledge.getOrDefault(other, Set.of());
            List<Tlv> merged = new ArrayList<>(riders);
            if (rumors.isEmpty()) {
                return merged;
            }
            List<ShortId> ids = rumors.stream()
                    .limit(4)
                    .map(rumor -> ShortId.ofFirst(rumor.bytes()))
                    .toList();
            List<Acks.Chain> chains = new ArrayList<>();
            merged.stream()
                    .filter(tlv -> tlv.type() == Tlv.ACKS)
                    .forEach(tlv -> chains.addAll(acks(tlv).chains()));
            merged.removeIf(tlv -> tlv.type() == Tlv.ACKS);
            merged.add(new Acks(ids, chains).tlv());
            return merged;
        }

        /** Something from the wire: a copy is a copy, and what nobody expects is nobody's. */
        void receive() {
            if (inbox.isEmpty()) {
                return;
            }
            Packet packet = inbox.remove(random.nextInt(Math.min(inbox.size(), 6)));
            if (packet.key() == null) {
                Source source = new Source.Agreement(person.npub, packet.agreeing(), packet.kem());
                opened(source, packet, true);
                return;
            }
            long tag = ByteBuffer.wrap(packet.key().tag()).getLong();
            Conversation conversation = with(packet.from());
            if (conversation.at(tag).contains(packet.key())) {
                conversation.used(tag, packet.key().bodySecret(), this).ifPresent(step -> {
                    if (chance(crashes)) {
                        // the header is met again after the crash
                        inbox.add(packet);
                        crash();
                    } else {
                        disk.put(packet.from(), step.next());
                        fetching.add(Map.entry(step.result(), packet));
                    }
                });
            }
        }

        void fetch() {
            if (fetching.isEmpty()) {
                return;
            }
            Map.Entry<Source.Index, Packet> next = fetching.remove(random.nextInt(fetching.size()));
            if (chance(loss / 2)) {
                news(next.getValue().from(), with(next.getValue().from()).lost(next.getKey(), this));
            } else {
                opened(next.getKey(), next.getValue(), false);
            }
        }

        private void opened(Source source, Packet packet, boolean direct) {
            if (chance(crashes)) {
                crash();
                if (direct) {
                    inbox.add(packet);
                } else {
                    fetching.add(Map.entry((Source.Index) source, packet));
                }
                return;
            }
            Step<News> step = with(packet.from()).opened(source, packet.parts(), this);
            // one batch of the mailbox: words, state, news
            for (Tlv part : packet.parts()) {
                if (part.type() == Tlv.RUMOR) {
                    EventId letter = EventId.of(java.util.Arrays.copyOf(part.value(), 32));
                    arrived.computeIfAbsent(letter, any -> new HashSet<>()).add((int) part.value()[32]);
                    if (direct) {
                        toAcknowledge
                                .computeIfAbsent(packet.from(), any -> new java.util.LinkedHashSet<>())
                                .add(letter);
                    }
                } else if (part.type() == Tlv.ACKS) {
                    acks(part).rumors().forEach(this::acknowledgedDirect);
                }
            }
            int before = crashes;
            crashes = 0;
            news(packet.from(), step);
            crashes = before;
            if (direct && packet.parts().stream().anyMatch(part -> part.type() == Tlv.RUMOR)) {
                answer(packet.from());
            }
        }

        /** Rumors of direct bodies are acknowledged by the mailbox, in the next body, whatever it is. */
        private void answer(Person other) {
            List<Line> lines = with(other).lines();
            if (lines.isEmpty()) {
                direct(other, List.of());
            } else {
                lines.forEach(line -> draw(other, line, Optional.empty(), List.of()));
            }
            toAcknowledge.remove(other);
        }

        private void acknowledgedDirect(ShortId rumor) {
            letters.values().removeIf(letter -> {
                letter.acknowledged |= rumor.names(letter.id.bytes());
                return letter.acknowledged;
            });
        }

        void tick() {
            for (Person other : List.copyOf(disk.keySet())) {
                if (disk.get(other).wakeAt() <= now()) {
                    news(other, disk.get(other).tick(this));
                    biggest = Math.max(biggest, disk.get(other).bytes().length);
                }
            }
        }

        /** A backup was restored: letters are there, sessions are not. */
        void restore() {
            List<Person> contacts = List.copyOf(disk.keySet());
            identify();
            disk.clear();
            fetching.clear();
            letters.values().forEach(letter -> letter.waiting = true);
            contacts.forEach(contact -> direct(contact, List.of()));
        }

        /** When something is due here next. */
        long wakeAt() {
            long due = disk.values().stream()
                    .mapToLong(one -> Math.min(one.wakeAt(), one.sayBy()))
                    .min()
                    .orElse(Rules.NEVER);
            return due == Rules.NEVER ? due : due - skew;
        }

        @Override
        public long now() {
            return now + skew;
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public Curve curve() {
            return CURVE;
        }

        @Override
        public PublicKey agreeing() {
            return CURVE.publicKey(World.secret(person.agreeing));
        }

        @Override
        public Optional<SecretKey> secret(PublicKey agreeing) {
            return Optional.ofNullable(person.secrets.get(agreeing)).map(World::secret);
        }

        /** Of the contact: the world has two people, and oneself has none. */
        @Override
        public Optional<KemKey> profileKem() {
            return people.stream()
                    .filter(other -> other != person && !other.kems.isEmpty())
                    .map(other -> other.kems.get(0).key())
                    .findFirst();
        }

        @Override
        public List<KemPair> ownKems() {
            return person.kems;
        }
    }

    private void send(Packet packet) {
        if (remembers) {
            wire.add(packet);
        }
        for (Node node : packet.to().nodes) {
            if (!chance(loss)) {
                node.inbox.add(packet);
                if (chance(copies)) {
                    node.inbox.add(packet);
                }
            }
        }
    }

    private static Acks acks(Tlv part) {
        try {
            return Acks.read(part.value());
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    Conversation again(Conversation conversation) {
        try {
            return sessions.read(conversation.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Node> nodes() {
        return people.stream().flatMap(person -> person.nodes.stream()).toList();
    }

    /** Everything that is on the way comes, and all that is due is done, until nothing is left for this moment. */
    void settle() {
        boolean busy = true;
        for (int rounds = 0; busy; rounds++) {
            assertTrue(rounds < 5_000, "bodies call forth bodies without end");
            for (Node node : nodes()) {
                node.tick();
                node.post();
                while (!node.inbox.isEmpty() || !node.fetching.isEmpty()) {
                    node.receive();
                    node.fetch();
                }
            }
            busy = nodes().stream().anyMatch(node -> !node.inbox.isEmpty());
        }
    }

    String dues() {
        StringBuilder text = new StringBuilder();
        for (Node node : nodes()) {
            node.disk.forEach((other, one) -> text.append(String.format(
                    "%n%s %s -> %s: wake %d say %d direct %s, letters %d, lines %s",
                    node.person.name,
                    node.id.id(),
                    other.name,
                    one.wakeAt() - node.now(),
                    one.sayBy() - node.now(),
                    one.saysDirect(),
                    node.letters.size(),
                    one.lines())));
            node.letters
                    .values()
                    .forEach(letter -> text.append(String.format(
                            "%n   letter to %s of %d pieces, waiting %s direct %s, written %d ago, there %s",
                            letter.to.name,
                            letter.pieces,
                            letter.waiting,
                            letter.direct,
                            node.now() - letter.writtenAt,
                            letter.to.nodes.stream().map(one -> one.has(letter)).toList())));
        }
        return text.toString();
    }

    /** The same, and then on to the moments at which something is due, until that lies further ahead. */
    void run(long seconds) {
        long until = now + seconds;
        settle();
        for (int rounds = 0; ; rounds++) {
            assertTrue(rounds < 5_000, () -> "something is due again and again: " + dues());
            long due = nodes().stream().mapToLong(Node::wakeAt).min().orElse(Rules.NEVER);
            if (due > until) {
                break;
            }
            now = Math.max(now + 1, due);
            settle();
        }
        now = until;
    }
}
