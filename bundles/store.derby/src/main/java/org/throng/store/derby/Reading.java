// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One connection that reads. Each statement is a transaction of its own and sees committed rows only: it waits for a row
 * that is being written, ascending as the writer does, and lets go of it at once. Not for use by several threads at once.
 */
final class Reading implements AutoCloseable {
    /** Bytes of values after which a page is full, however few the rows. */
    private static final int PAGE_BYTES = 1 << 20;

    private final Connection connection;
    private final PreparedStatement one;
    private final PreparedStatement range;
    private final PreparedStatement keys;
    private final PreparedStatement pieces;

    Reading(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        // the index is named, for a plan made while a table was small would read all of it for ever
        one = connection.prepareStatement(
                "SELECT k, v, pieces, size FROM entry" + " --DERBY-PROPERTIES constraint=ENTRY_KEY\n WHERE k = ?");
        range = connection.prepareStatement("SELECT k, v, pieces, size FROM entry"
                + " --DERBY-PROPERTIES constraint=ENTRY_KEY\n WHERE k >= ? AND k < ? ORDER BY k");
        keys = connection.prepareStatement(
                "SELECT k FROM entry --DERBY-PROPERTIES constraint=ENTRY_KEY\n WHERE k >= ? AND k < ? ORDER BY k");
        pieces = connection.prepareStatement(
                "SELECT v FROM piece --DERBY-PROPERTIES constraint=PIECE_KEY\n WHERE id = ? ORDER BY n");
    }

    Optional<Row> one(byte[] key) throws SQLException {
        one.setBytes(1, Keys.encode(key));
        try (ResultSet rows = one.executeQuery()) {
            return rows.next() ? Optional.of(row(rows)) : Optional.empty();
        }
    }

    /** The first rows of a range, at most {@code most}; fewer where their values are large, but at least one. */
    List<Row> range(byte[] from, byte[] to, int most) throws SQLException {
        range.setBytes(1, Keys.encode(from));
        range.setBytes(2, Keys.encode(to));
        List<Row> page = new ArrayList<>();
        int bytes = 0;
        try (ResultSet rows = range.executeQuery()) {
            while (page.size() < most && bytes < PAGE_BYTES && rows.next()) {
                Row row = row(rows);
                page.add(row);
                bytes += row.value() == null ? 0 : row.value().length;
            }
        }
        return page;
    }

    /** The first keys of a range, at most {@code most}; read from the index alone. */
    List<byte[]> keys(byte[] from, byte[] to, int most) throws SQLException {
        keys.setBytes(1, Keys.encode(from));
        keys.setBytes(2, Keys.encode(to));
        List<byte[]> page = new ArrayList<>();
        try (ResultSet rows = keys.executeQuery()) {
            while (page.size() < most && rows.next()) {
                page.add(Keys.decode(rows.getBytes(1)));
            }
        }
        return page;
    }

    /** The value of a row; empty where it was overwritten or deleted since the row was read. */
    Optional<byte[]> value(Row row) throws SQLException {
        if (row.value() != null) {
            return Optional.of(row.value());
        }
        byte[] whole = new byte[row.size()];
        int length = 0;
        pieces.setLong(1, row.pieces());
        try (ResultSet rows = pieces.executeQuery()) {
            while (rows.next()) {
                byte[] piece = rows.getBytes(1);
                System.arraycopy(piece, 0, whole, length, piece.length);
                length += piece.length;
            }
        }
        return length == whole.length ? Optional.of(whole) : Optional.empty();
    }

    private static Row row(ResultSet rows) throws SQLException {
        return new Row(Keys.decode(rows.getBytes(1)), rows.getBytes(2), rows.getLong(3), rows.getInt(4));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
