// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.throng.feed.Crowds;
import org.throng.feed.Hash;
import org.throng.feed.Lane;
import org.throng.feed.LogName;
import org.throng.feed.Table;
import org.throng.feed.Tile;
import org.throng.parcel.Header;
import org.throng.parcel.Label;

/**
 * Which page an address means, below {@code /throng/v1/}. Only what the last tick names is there: whole tiles of the logs, and
 * partial ones up to its heads.
 */
final class Pages {
    private static final String CHECKPOINT = "checkpoint";
    private static final int TAG_AT = 32;
    private static final String NUMBER = "0|[1-9][0-9]{0,17}";

    private final FeedAccount feed;

    Pages(FeedAccount feed) {
        this.feed = feed;
    }

    /** The page of an address, or empty where there is none. */
    Optional<Page> find(String path) throws IOException {
        String[] parts = path.split("/", 3);
        if (parts[0].equals(LogName.TICKS) && parts.length > 1) {
            return ticks(path.substring(LogName.TICKS.length() + 1));
        }
        if (parts.length == 2 && parts[0].equals("crowds") && parts[1].matches("0|[1-9][0-9]{0,17}")) {
            Optional<Crowds> crowds = feed.crowdsAt(Long.parseLong(parts[1]));
            return crowds.map(all -> Page.crowds(all.bytes()));
        }
        if (parts.length == 2 && parts[0].equals("tables") && parts[1].matches(NUMBER)) {
            return feed.tablesAt(Long.parseLong(parts[1]))
                    .map(all -> Page.table(BodyTables.tables(all).bytes()));
        }
        if (parts.length == 3 && parts[1].equals("table")) {
            return table(parts[0], parts[2].split("/", -1));
        }
        Optional<LogName> name = parts.length == 3 ? LogName.read(parts[0], parts[1]) : Optional.empty();
        return name.isPresent() ? log(name.get(), parts[2]) : Optional.empty();
    }

    /** {@code TICK/ids/N} or {@code TICK/rows/N}. */
    private Optional<Page> table(String crowd, String[] parts) {
        String label = crowd.replace('_', ':');
        if (parts.length != 3
                || crowd.indexOf(':') >= 0
                || !Label.isValid(label)
                || !parts[0].matches(NUMBER)
                || !parts[1].matches("ids|rows")
                || !parts[2].matches("0|[1-9][0-9]{0,5}")) {
            return Optional.empty();
        }
        boolean ids = parts[1].equals("ids");
        int together = ids ? Table.IDS_TOGETHER : Table.ROWS_TOGETHER;
        long first = Long.parseLong(parts[2]) * together;
        return feed.tablesAt(Long.parseLong(parts[0]))
                .flatMap(all -> Optional.ofNullable(all.get(new Label(label))))
                .filter(table -> first < table.count())
                .map(table -> {
                    int some = (int) Math.min(together, table.count() - first);
                    return Page.table(ids ? table.ids((int) first, some) : table.rows((int) first, some));
                });
    }

    private Optional<Page> ticks(String path) throws IOException {
        Published published = feed.published();
        if (path.equals(CHECKPOINT)) {
            return Optional.of(Page.note(published.checkpoint()));
        }
        Optional<Tile> tile = Tile.read(path).filter(one -> one.isIn(published.ticks()));
        if (tile.isEmpty() || tile.get().kind() == Tile.Kind.TAGS) {
            return Optional.empty();
        }
        if (tile.get().kind() == Tile.Kind.ENTRIES) {
            return feed.ticks()
                    .bundle(tile.get())
                    .map(body -> Page.ticks(body, tile.get().isFull()));
        }
        Optional<List<Hash>> hashes = feed.ticks().hashes(tile.get());
        return hashes.map(all -> Page.hashes(all, tile.get().isFull(), false));
    }

    private Optional<Page> log(LogName name, String path) throws IOException {
        if (path.equals(CHECKPOINT)) {
            return feed.checkpoint(name).map(Page::note);
        }
        Optional<Lane> lane = feed.published().crowds().lane(name);
        Optional<StoredLog> log = feed.log(name);
        Optional<Tile> tile = Tile.read(path);
        if (lane.isEmpty() || log.isEmpty() || tile.isEmpty() || !isServed(tile.get(), lane.get())) {
            return Optional.empty();
        }
        return page(log.get(), tile.get());
    }

    private static boolean isServed(Tile tile, Lane lane) {
        long end = tile.index() * Tile.WIDTH + tile.width();
        return tile.isIn(lane.size()) && (tile.level() > 0 || end > lane.minimum());
    }

    private static Optional<Page> page(StoredLog log, Tile tile) throws IOException {
        return switch (tile.kind()) {
            case HASHES -> log.hashes(tile).map(all -> Page.hashes(all, tile.isFull(), tile.level() == 0));
            case ENTRIES -> log.bundle(tile).map(body -> Page.records(body, tile.isFull()));
            case TAGS -> log.entries(tile).map(records -> Page.records(tags(records), tile.isFull()));
        };
    }

    private static byte[] tags(List<byte[]> records) {
        ByteArrayOutputStream tags = new ByteArrayOutputStream();
        records.forEach(record -> tags.write(record, TAG_AT, Header.TAG_LENGTH));
        return tags.toByteArray();
    }
}
