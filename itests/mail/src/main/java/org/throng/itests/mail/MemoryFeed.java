// SPDX-License-Identifier: MIT
package org.throng.itests.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.throng.cipher.Sha256;
import org.throng.feed.Checkpoint;
import org.throng.feed.Crowd;
import org.throng.feed.Crowds;
import org.throng.feed.EntryBundle;
import org.throng.feed.Hash;
import org.throng.feed.Lane;
import org.throng.feed.LogName;
import org.throng.feed.MerkleTree;
import org.throng.feed.SignerKey;
import org.throng.feed.Tick;
import org.throng.feed.Tile;
import org.throng.parcel.Label;
import org.throng.transport.Documents;
import org.throng.transport.FeedAddress;
import org.throng.transport.TransportException;

/** The feed of a relay in memory: logs, ticks, and what a test forges of them. */
public final class MemoryFeed {
    private final Map<Long, List<byte[]>> lanes = new TreeMap<>();
    private final List<byte[]> ticks = new ArrayList<>();
    private final Map<Long, Crowds> crowds = new TreeMap<>();
    private final Map<String, byte[]> forged = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile SignerKey key;
    private volatile String refused = "";

    public MemoryFeed() {
        signsAs("a relay's ticks");
    }

    /** From now on another key signs. */
    public MemoryFeed signsAs(String seed) {
        key = new SignerKey("memory/throng/v1/ticks", Sha256.of(seed.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** Where it lies. */
    public FeedAddress address() {
        return new FeedAddress(URI.create("https://memory.test"), key.verifier().text());
    }

    /** Records, at the end of a lane. */
    public synchronized MemoryFeed append(long lane, List<byte[]> records) {
        lanes.computeIfAbsent(lane, id -> new ArrayList<>()).addAll(records);
        return this;
    }

    /** Puts another record in the place of one, as if it had always been there. */
    public synchronized MemoryFeed rewrite(long lane, int index, byte[] record) {
        lanes.get(lane).set(index, record);
        return this;
    }

    /** A tick that names all that is there. */
    public synchronized MemoryFeed tick(long seconds) {
        List<Lane> all = new ArrayList<>();
        lanes.forEach((id, log) -> all.add(new Lane(id, 0, log.size(), root(log))));
        Crowds now = new Crowds(all.isEmpty() ? List.of() : List.of(new Crowd(Label.EVERYBODY, all)));
        long number = seconds / Tick.SECONDS;
        crowds.put(number, now);
        ticks.add(Tick.of(number, 0, 120, now.root(), Optional.empty()).bytes());
        return this;
    }

    /** From now on it serves something else there. */
    public MemoryFeed forge(String path, byte[] body) {
        forged.put(path, body);
        return this;
    }

    /** From now on what begins so cannot be had; empty: all can. */
    public MemoryFeed refuses(String beginning) {
        refused = beginning;
        return this;
    }

    /** What was asked for, in order. */
    public List<String> asked() {
        return asked;
    }

    /** A download of it. */
    Documents documents() {
        return new Documents() {
            @Override
            public CompletableFuture<Optional<byte[]>> get(String path, int longest) {
                asked.add(path);
                if (!refused.isEmpty() && path.startsWith(refused)) {
                    return CompletableFuture.failedFuture(new TransportException("the relay gives no " + path));
                }
                try {
                    return CompletableFuture.completedFuture(page(path));
                } catch (IOException e) {
                    return CompletableFuture.failedFuture(e);
                }
            }

            @Override
            public void close() {
                // nothing is under way
            }
        };
    }

    private synchronized Optional<byte[]> page(String path) throws IOException {
        if (forged.containsKey(path)) {
            return Optional.of(forged.get(path));
        }
        String[] parts = path.split("/", 3);
        if (path.equals("ticks/checkpoint")) {
            Checkpoint head = new Checkpoint(key.verifier().name(), ticks.size(), root(ticks));
            return Optional.of(key.sign(head.text()).bytes());
        }
        if (parts[0].equals("crowds")) {
            return Optional.ofNullable(crowds.get(Long.parseLong(parts[1]))).map(Crowds::bytes);
        }
        List<byte[]> log = parts[0].equals("ticks")
                ? ticks
                : lanes.get(LogName.read(parts[0], parts[1]).orElseThrow().lane());
        return tile(log, parts[0].equals("ticks") ? parts[1] + "/" + parts[2] : parts[2]);
    }

    private static Optional<byte[]> tile(List<byte[]> log, String path) throws IOException {
        Tile tile = Tile.read(path).orElseThrow(() -> new IOException("no tile: " + path));
        if (log == null || !tile.isIn(log.size())) {
            return Optional.empty();
        }
        int span = 1;
        for (int level = 0; level < tile.level(); level++) {
            span *= Tile.WIDTH;
        }
        int from = Math.toIntExact(tile.index() * Tile.WIDTH);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = from; i < from + tile.width(); i++) {
            List<byte[]> some = log.subList(i * span, (i + 1) * span);
            out.writeBytes(
                    tile.kind() == Tile.Kind.ENTRIES
                            ? EntryBundle.write(some)
                            : root(some).bytes());
        }
        return Optional.of(out.toByteArray());
    }

    private static Hash root(List<byte[]> entries) {
        return MerkleTree.root(entries.stream().map(Hash::leaf).toList());
    }
}
