// SPDX-License-Identifier: MIT
package org.throng.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.throng.cipher.Bytes;
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
import org.throng.feed.Table;
import org.throng.feed.TableRow;
import org.throng.feed.Tables;
import org.throng.feed.Tick;
import org.throng.feed.Tile;
import org.throng.parcel.Label;

/** A relay that serves a feed out of memory, and lies where the test wants. */
final class FakeFeed implements AutoCloseable {
    static final long FIRST_TICK = 1_800_000_000L / Tick.SECONDS - 10;

    final Map<String, byte[]> forged = new HashMap<>();
    final Map<LogName, List<byte[]>> logs = new TreeMap<>();
    final List<byte[]> ticks = new ArrayList<>();

    /** Of the table of everybody's bodies; without any the relay keeps no tables. */
    final List<byte[]> rows = new ArrayList<>();

    SignerKey key = new SignerKey("throng-test/throng/v1/ticks", new byte[32]);
    boolean plain;
    private final Map<Long, Crowds> crowds = new HashMap<>();
    private final HttpServer server;

    FakeFeed() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "ws://127.0.0.1:" + server.getAddress().getPort();
    }

    static byte[] record(int number) {
        byte[] part = Sha256.of(Bytes.u32(number));
        return Bytes.join(part, Sha256.of(part), part, Sha256.of(part, part));
    }

    void append(long lane, int from, int to) {
        List<byte[]> log = logs.computeIfAbsent(new LogName(Label.EVERYBODY, lane), name -> new ArrayList<>());
        for (int i = from; i < to; i++) {
            log.add(record(i));
        }
    }

    /** A tick that many minutes after the first. */
    void tick(int minute) {
        tick(minute, 0, Optional.empty());
    }

    void tick(int minute, int depth, Optional<Tick.Next> next) {
        List<Lane> lanes = new ArrayList<>();
        logs.forEach((name, log) -> lanes.add(new Lane(name.lane(), 0, log.size(), root(log))));
        Crowds all = new Crowds(lanes.isEmpty() ? List.of() : List.of(new Crowd(Label.EVERYBODY, lanes)));
        crowds.put(FIRST_TICK + minute, all);
        Tick tick = Tick.of(FIRST_TICK + minute, depth, 120, all.root(), next);
        ticks.add((rows.isEmpty() ? tick : tick.withTables(86_400, tables().root())).bytes());
    }

    /** A row of a body that was posted in the slot of the first tick; in order of ids by {@link #sortRows}. */
    static byte[] row(int number) {
        byte[] key = Sha256.of(Bytes.u32(number));
        return Bytes.join(key, Bytes.u64(1_800_000_000L - 600), Arrays.copyOf(key, 2_048));
    }

    private static byte[] id(byte[] row) {
        return TableRow.id(row, Label.EVERYBODY).orElseThrow().bytes();
    }

    void sortRows() {
        rows.sort((one, other) -> Arrays.compareUnsigned(id(one), id(other)));
    }

    private Tables tables() {
        List<byte[]> ids = rows.stream().map(FakeFeed::id).toList();
        return new Tables(List.of(new Table(Label.EVERYBODY, ids.size(), root(ids))));
    }

    private static Hash root(List<byte[]> entries) {
        return MerkleTree.root(entries.stream().map(Hash::leaf).toList());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = forged.containsKey(path) ? forged.get(path) : page(path);
        exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
        if (body != null) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private byte[] page(String path) {
        if (path.equals("/") || path.isEmpty()) {
            String member =
                    ",\"throng\":{\"prefix\":\"\",\"key\":\"" + key.verifier().text() + "\"}";
            return ("{\"name\":\"x\"" + (plain ? "" : member) + "}").getBytes(StandardCharsets.UTF_8);
        }
        String[] parts = path.substring(LogName.ROOT.length()).split("/", 3);
        if (parts[0].equals("ticks")) {
            return parts[1].equals("checkpoint")
                    ? key.sign(new Checkpoint(key.verifier().name(), ticks.size(), root(ticks)).text())
                            .bytes()
                    : tile(ticks, parts[1] + "/" + parts[2]);
        }
        if (parts[0].equals("tables")) {
            return tables().bytes();
        }
        if (parts.length > 2 && parts[1].equals("table")) {
            boolean ids = parts[2].endsWith("/ids/0");
            return Bytes.join(rows.stream().map(row -> ids ? id(row) : row).toArray(byte[][]::new));
        }
        if (parts[0].equals("crowds")) {
            return crowds.get(Long.parseLong(parts[1])).bytes();
        }
        return tile(logs.get(LogName.read(parts[0], parts[1]).orElseThrow()), parts[2]);
    }

    private static byte[] tile(List<byte[]> entries, String path) {
        Tile tile = Tile.read(path).orElseThrow();
        int span = tile.level() == 0 ? 1 : Tile.WIDTH;
        int from = (int) tile.index() * Tile.WIDTH;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = from; i < from + tile.width(); i++) {
            List<byte[]> some = entries.subList(i * span, (i + 1) * span);
            switch (tile.kind()) {
                case HASHES -> out.writeBytes(root(some).bytes());
                case ENTRIES -> out.writeBytes(EntryBundle.write(some));
                case TAGS -> out.write(some.get(0), 32, 8);
            }
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
