// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.throng.cipher.Bytes;
import org.throng.event.MalformedException;
import org.throng.feed.Checkpoint;
import org.throng.feed.Crowd;
import org.throng.feed.Crowds;
import org.throng.feed.EntryBundle;
import org.throng.feed.Hash;
import org.throng.feed.Lane;
import org.throng.feed.LogName;
import org.throng.feed.MerkleTree;
import org.throng.feed.SignedNote;
import org.throng.feed.Table;
import org.throng.feed.TableRow;
import org.throng.feed.Tables;
import org.throng.feed.Tick;
import org.throng.feed.Tile;
import org.throng.feed.TiledTree;
import org.throng.feed.VerifierKey;
import org.throng.parcel.Header;

/**
 * Checks a relay's feed (docs/protocol.md, section 8) from outside, with nothing but its documents: that the ticks are signed
 * and only grow, that each follows from the one before, that every log only grows, and that records, tags and hashes fit each
 * other; that the tables of bodies are those of the newest tick. What cannot be had is an {@link IOException}; what is wrong is a {@link Wrong}.
 */
final class FeedAudit {
    /** Ticks before the newest one that a first audit looks at: as long as records stay. */
    private static final long FIRST = 35L * Tick.DAY;

    private static final int MAX_NOTE = 16 << 10;
    private static final int MAX_BUNDLE = Tile.WIDTH * (2 + 0xffff);
    private static final int RECORD_BUNDLE = 2 + Header.LENGTH;
    private static final int TAG_AT = 32;

    private final FeedDownloads downloads;
    private final VerifierKey key;
    private final Optional<AuditState> before;
    private final List<String> open = new ArrayList<>();
    private long ticksSeen;
    private long recordsSeen;
    private long rowsSeen;
    private int grown;

    /** The relay says what cannot be true, or contradicts what it said before. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    FeedAudit(FeedDownloads downloads, VerifierKey key, Optional<AuditState> before) {
        this.downloads = downloads;
        this.key = key;
        this.before = before;
    }

    /** What could not be checked, for people; empty where everything was. */
    List<String> open() {
        return open;
    }

    /** Ticks that were read. */
    long ticksSeen() {
        return ticksSeen;
    }

    /** Records that were compared with their hashes. */
    long recordsSeen() {
        return recordsSeen;
    }

    /** Rows of tables of bodies that were compared with their ids. */
    long rowsSeen() {
        return rowsSeen;
    }

    /** Logs that grew since the audit before. */
    int grown() {
        return grown;
    }

    /** Goes through all of it; what the next audit builds on. */
    AuditState run() throws IOException, Wrong {
        Checkpoint head = head();
        TiledTree ticks = new TiledTree(head.size(), tile -> downloads.get("ticks/" + tile.path(), MAX_BUNDLE));
        prove(ticks, head.root(), "the log of ticks");
        if (before.isPresent()) {
            Checkpoint old = before.get().head();
            grew(ticks, head.root(), old.size(), old.root(), "the log of ticks");
        }
        Tick newest = readTicks(ticks, head);
        Crowds crowds = crowds(newest);
        Map<String, Long> checked = new TreeMap<>();
        before.ifPresent(state -> checked.putAll(state.checked()));
        Map<LogName, Lane> lanes = lanes(crowds);
        before.ifPresent(state -> checked.keySet()
                .removeIf(name ->
                        lanes.keySet().stream().noneMatch(log -> log.path().equals(name))));
        if (before.isPresent()) {
            vanished(before.get(), lanes, newest);
        }
        Map<LogName, TiledTree> proven = new TreeMap<>();
        for (Map.Entry<LogName, Lane> lane : lanes.entrySet()) {
            log(lane.getKey(), lane.getValue()).ifPresent(tree -> proven.put(lane.getKey(), tree));
        }
        for (Map.Entry<LogName, Lane> lane : lanes.entrySet()) {
            if (proven.containsKey(lane.getKey())) {
                records(lane.getKey(), lane.getValue(), proven.get(lane.getKey()), checked);
            } else {
                checked.put(lane.getKey().path(), lane.getValue().size());
            }
        }
        tables(newest);
        return new AuditState(key.text(), head, newest.number(), crowds, checked);
    }

    /** That the tables of bodies are those of the tick: ids in order under the signed root, and rows that have these ids. */
    private void tables(Tick newest) throws IOException, Wrong {
        Optional<Hash> root = newest.tables();
        if (root.isEmpty()) {
            return;
        }
        try {
            Tables tables = Tables.read(downloads.get(Tables.path(newest.number()), Tables.MAX_BYTES));
            if (!tables.root().equals(root.get())) {
                throw new Wrong("the tables of tick " + newest.number() + " do not have the root that the tick says");
            }
            for (Table table : tables.all()) {
                rows(table, newest, ids(table, newest));
            }
        } catch (MalformedException e) {
            throw new Wrong(e.getMessage());
        } catch (FeedDownloads.Full e) {
            open.add("rows of the tables from " + rowsSeen + " on were not looked at, " + e.getMessage());
        }
    }

    private List<byte[]> ids(Table table, Tick tick) throws IOException, Wrong {
        List<byte[]> ids = new ArrayList<>();
        List<Hash> leaves = new ArrayList<>();
        for (int first = 0; first < table.rows(); first += Table.IDS_TOGETHER) {
            int some = Math.min(Table.IDS_TOGETHER, table.rows() - first);
            byte[] bytes =
                    part(Table.ids(table.label(), tick.number(), first / Table.IDS_TOGETHER), some * Hash.LENGTH);
            for (int at = 0; at < bytes.length; at += Hash.LENGTH) {
                byte[] id = Arrays.copyOfRange(bytes, at, at + Hash.LENGTH);
                if (!ids.isEmpty() && Arrays.compareUnsigned(ids.get(ids.size() - 1), id) >= 0) {
                    throw new Wrong("the ids of the table " + table.label() + " are not in order, each once");
                }
                ids.add(id);
                leaves.add(Hash.leaf(id));
            }
        }
        if (!MerkleTree.root(leaves).equals(table.root())) {
            throw new Wrong("the ids of the table " + table.label() + " are not those whose root is signed");
        }
        return ids;
    }

    private void rows(Table table, Tick tick, List<byte[]> ids) throws IOException, Wrong {
        for (int first = 0; first < table.rows(); first += Table.ROWS_TOGETHER) {
            int some = Math.min(Table.ROWS_TOGETHER, table.rows() - first);
            byte[] bytes =
                    part(Table.rows(table.label(), tick.number(), first / Table.ROWS_TOGETHER), some * TableRow.LENGTH);
            for (int i = 0; i < some; i++) {
                byte[] row = Arrays.copyOfRange(bytes, i * TableRow.LENGTH, (i + 1) * TableRow.LENGTH);
                byte[] id = ids.get(first + i);
                if (TableRow.id(row, table.label())
                        .filter(made -> Arrays.equals(made.bytes(), id))
                        .isEmpty()) {
                    throw new Wrong(
                            "row " + (first + i) + " of the table " + table.label() + " is not the body of its id");
                }
                if (TableRow.createdAt(row) + tick.tableSpan() <= tick.number() * Tick.SECONDS) {
                    throw new Wrong(
                            "row " + (first + i) + " of the table " + table.label() + " is older than its span");
                }
                rowsSeen++;
            }
        }
    }

    private byte[] part(String path, int length) throws IOException, Wrong {
        byte[] bytes = downloads.get(path, length);
        if (bytes.length != length) {
            throw new Wrong(path + " has " + length + " bytes, got " + bytes.length);
        }
        return bytes;
    }

    private Checkpoint head() throws IOException, Wrong {
        try {
            SignedNote note = SignedNote.read(downloads.get("ticks/checkpoint", MAX_NOTE));
            if (!key.hasSigned(note)) {
                throw new Wrong("the checkpoint of ticks is not signed by the relay's key");
            }
            Checkpoint head = Checkpoint.read(note.text());
            if (!head.origin().equals(key.name()) || head.size() == 0) {
                throw new Wrong("the checkpoint of ticks is signed, and of another log or of none");
            }
            return head;
        } catch (MalformedException e) {
            throw new Wrong("the checkpoint of ticks: " + e.getMessage());
        }
    }

    private static void prove(TiledTree tree, Hash root, String what) throws IOException, Wrong {
        if (!tree.root().equals(root)) {
            throw new Wrong("the tiles of " + what + " do not lead to the root that is signed");
        }
    }

    private void grew(TiledTree tree, Hash root, long oldSize, Hash oldRoot, String what) throws IOException, Wrong {
        if (oldSize > tree.size()) {
            throw new Wrong(what + " had " + oldSize + " entries at the last audit and has " + tree.size());
        }
        List<Hash> proof = MerkleTree.consistency(oldSize, tree.size(), tree);
        if (!MerkleTree.verifyConsistency(oldSize, oldRoot, tree.size(), root, proof)) {
            throw new Wrong(what + " was rewritten: what it was at the last audit is no beginning of what it is now");
        }
    }

    /** The new ticks, in order; the newest one. */
    private Tick readTicks(TiledTree tree, Checkpoint head) throws IOException, Wrong {
        long from = before.map(state -> state.head().size() - 1).orElse(Math.max(0, head.size() - FIRST));
        Tick last = null;
        for (long n = from / Tile.WIDTH; n * Tile.WIDTH < head.size(); n++) {
            Tile tile = Tile.at(Tile.Kind.ENTRIES, 0, n, head.size());
            List<byte[]> entries = entries("ticks/", tile, MAX_BUNDLE);
            fit(tree, head.root(), tile, entries, "the log of ticks");
            for (int i = 0; i < entries.size(); i++) {
                Tick tick = tick(entries.get(i));
                Optional<String> wrong = last == null ? Optional.empty() : tick.contradictionTo(last);
                if (wrong.isPresent()) {
                    throw new Wrong(wrong.get());
                }
                last = tick;
                ticksSeen++;
            }
        }
        return last;
    }

    private static Tick tick(byte[] entry) throws Wrong {
        try {
            return Tick.read(entry);
        } catch (MalformedException e) {
            throw new Wrong("an entry of the log of ticks: " + e.getMessage());
        }
    }

    private Crowds crowds(Tick tick) throws IOException, Wrong {
        try {
            Crowds crowds = Crowds.read(downloads.get(LogName.crowds(tick.number()), Crowds.MAX_BYTES));
            if (!crowds.root().equals(tick.root())) {
                throw new Wrong("the crowds of tick " + tick.number() + " do not have the root that the tick says");
            }
            return crowds;
        } catch (MalformedException e) {
            throw new Wrong(e.getMessage());
        }
    }

    private static Map<LogName, Lane> lanes(Crowds crowds) {
        Map<LogName, Lane> lanes = new TreeMap<>();
        for (Crowd crowd : crowds.all()) {
            crowd.lanes().forEach(lane -> lanes.put(new LogName(crowd.label(), lane.id()), lane));
        }
        return lanes;
    }

    private static void vanished(AuditState before, Map<LogName, Lane> now, Tick newest) throws Wrong {
        boolean longAgo = newest.number() - before.tick() > FIRST;
        for (Map.Entry<LogName, Lane> old : lanes(before.crowds()).entrySet()) {
            boolean wasEmpty = old.getValue().minimum() == old.getValue().size();
            if (!now.containsKey(old.getKey()) && !wasEmpty && !longAgo) {
                throw new Wrong("the log " + old.getKey() + " is gone, and its records were not old enough");
            }
        }
    }

    /** That a log leads to its root and grew; its tree, or empty where nothing of it is served any more. */
    private Optional<TiledTree> log(LogName name, Lane lane) throws IOException, Wrong {
        String folder = name.path() + "/";
        String what = "the log " + name;
        Optional<Lane> old = before.flatMap(state -> state.crowds().lane(name));
        if (old.isPresent()
                && (old.get().minimum() > lane.minimum() || old.get().size() > lane.size())) {
            throw new Wrong(what + " is shorter than at the last audit, or has records again that it had let go");
        }
        TiledTree tree = new TiledTree(lane.size(), tile -> downloads.get(folder + tile.path(), MAX_BUNDLE));
        if (lane.minimum() == lane.size()) {
            if (old.isPresent() && !old.get().root().equals(lane.root())) {
                unproven(what);
            }
            return Optional.empty();
        }
        prove(tree, lane.root(), what);
        if (old.isPresent() && old.get().size() >= lane.minimum()) {
            grew(tree, lane.root(), old.get().size(), old.get().root(), what);
            grown += old.get().size() < lane.size() ? 1 : 0;
        } else if (old.isPresent()) {
            unproven(what);
        }
        return Optional.of(tree);
    }

    private void unproven(String what) {
        open.add(what + ": its growth cannot be proven any more, the records of then are gone; audit more often");
    }

    private void records(LogName name, Lane lane, TiledTree tree, Map<String, Long> checked) throws IOException, Wrong {
        long from = Math.max(checked.getOrDefault(name.path(), 0L), lane.minimum());
        try {
            for (long n = from / Tile.WIDTH; n * Tile.WIDTH < lane.size() && from < lane.size(); n++) {
                Tile tile = Tile.at(Tile.Kind.ENTRIES, 0, n, lane.size());
                List<byte[]> records = entries(name.path() + "/", tile, RECORD_BUNDLE * Tile.WIDTH);
                fit(tree, lane.root(), tile, records, "the log " + name);
                Tile tags = new Tile(Tile.Kind.TAGS, 0, n, tile.width());
                byte[] shown = downloads.get(name.path() + "/" + tags.path(), Tile.WIDTH * Header.TAG_LENGTH);
                if (!Arrays.equals(shown, tags(records, name))) {
                    throw new Wrong("the view tags of the log " + name + " are not those of its records");
                }
                long end = n * Tile.WIDTH + tile.width();
                recordsSeen += end - Math.max(from, n * Tile.WIDTH);
                checked.put(name.path(), end);
            }
        } catch (FeedDownloads.Full e) {
            checked.putIfAbsent(name.path(), from);
            open.add("the log " + name + ": records from " + checked.get(name.path()) + " on were not looked at, "
                    + e.getMessage());
        }
    }

    private static byte[] tags(List<byte[]> records, LogName name) throws Wrong {
        List<byte[]> tags = new ArrayList<>();
        for (byte[] record : records) {
            if (record.length != Header.LENGTH) {
                throw new Wrong("the log " + name + " has a record of " + record.length + " bytes");
            }
            tags.add(Arrays.copyOfRange(record, TAG_AT, TAG_AT + Header.TAG_LENGTH));
        }
        return Bytes.join(tags.toArray(byte[][]::new));
    }

    private List<byte[]> entries(String folder, Tile tile, int longest) throws IOException, Wrong {
        try {
            return EntryBundle.read(downloads.get(folder + tile.path(), longest), tile.width());
        } catch (MalformedException e) {
            throw new Wrong(folder + tile.path() + ": " + e.getMessage());
        }
    }

    /**
     * That entries hash to their tile, and the tile to the root: the path of its first leaf takes in all hashes of the tile.
     */
    private static void fit(TiledTree tree, Hash root, Tile tile, List<byte[]> entries, String what)
            throws IOException, Wrong {
        long first = tile.index() * Tile.WIDTH;
        List<Hash> leaves = tree.tile(new Tile(Tile.Kind.HASHES, 0, tile.index(), tile.width()));
        List<Hash> path = MerkleTree.inclusion(first, tree.size(), tree);
        if (!MerkleTree.verifyInclusion(leaves.get(0), first, tree.size(), path, root)) {
            throw new Wrong(what + ": the hashes from " + first + " on do not lead to its root");
        }
        for (int i = 0; i < leaves.size(); i++) {
            if (!Hash.leaf(entries.get(i)).equals(leaves.get(i))) {
                throw new Wrong(what + ": entry " + (first + i) + " is not the one whose hash is signed");
            }
        }
    }
}
