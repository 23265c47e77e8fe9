// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;

/** The one connection that writes; whoever holds the writer's lock uses it. */
final class Writing implements AutoCloseable {
    /** Bytes of a value that a row can hold; also of a piece. */
    static final int PIECE = 32_000;

    private static final String DUPLICATE = "23505";

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final PreparedStatement delete;
    private final PreparedStatement findPieces;
    private final PreparedStatement insertPiece;
    private final PreparedStatement deletePiece;
    private long lastPieces;

    Writing(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        // a statement for one whole key takes the key's index; only SELECT can be told so
        insert = connection.prepareStatement("INSERT INTO entry (v, pieces, size, k) VALUES (?, ?, ?, ?)");
        update = connection.prepareStatement("UPDATE entry SET v = ?, pieces = ?, size = ? WHERE k = ?");
        delete = connection.prepareStatement("DELETE FROM entry WHERE k = ?");
        findPieces = connection.prepareStatement(
                "SELECT pieces, size FROM entry" + " --DERBY-PROPERTIES constraint=ENTRY_KEY\n WHERE k = ?");
        insertPiece = connection.prepareStatement("INSERT INTO piece (id, n, v) VALUES (?, ?, ?)");
        deletePiece = connection.prepareStatement("DELETE FROM piece WHERE id = ? AND n = ?");
        try (Statement last = connection.createStatement();
                ResultSet id = last.executeQuery("SELECT MAX(id) FROM piece")) {
            lastPieces = id.next() ? id.getLong(1) : 0;
        }
        connection.commit();
    }

    /**
     * Makes the changes, {@code null} being a deletion; nothing is durable before {@link #commit}. The keys ascend, as
     * they do in a reader's scan: whoever waits for a row then waits for one ahead of all that it holds, and no circle
     * can close.
     */
    void apply(SortedMap<byte[], byte[]> changes) throws SQLException {
        for (Map.Entry<byte[], byte[]> change : changes.entrySet()) {
            byte[] key = Keys.encode(change.getKey());
            if (change.getValue() == null) {
                dropPieces(key);
                delete.setBytes(1, key);
                delete.executeUpdate();
            } else {
                put(key, change.getValue());
            }
        }
    }

    private void put(byte[] key, byte[] value) throws SQLException {
        long pieces = value.length > PIECE ? writePieces(value) : 0;
        try {
            write(insert, key, value, pieces);
        } catch (SQLException e) {
            if (!DUPLICATE.equals(e.getSQLState())) {
                throw e;
            }
            dropPieces(key);
            write(update, key, value, pieces);
        }
    }

    private static void write(PreparedStatement statement, byte[] key, byte[] value, long pieces) throws SQLException {
        statement.setBytes(1, pieces == 0 ? value : null);
        statement.setObject(2, pieces == 0 ? null : pieces, java.sql.Types.BIGINT);
        statement.setObject(3, pieces == 0 ? null : value.length, java.sql.Types.INTEGER);
        statement.setBytes(4, key);
        statement.executeUpdate();
    }

    private long writePieces(byte[] value) throws SQLException {
        lastPieces++;
        for (int n = 0, at = 0; at < value.length; n++, at += PIECE) {
            insertPiece.setLong(1, lastPieces);
            insertPiece.setInt(2, n);
            insertPiece.setBytes(3, Arrays.copyOfRange(value, at, Math.min(at + PIECE, value.length)));
            insertPiece.executeUpdate();
        }
        return lastPieces;
    }

    private void dropPieces(byte[] key) throws SQLException {
        findPieces.setBytes(1, key);
        long pieces;
        int size;
        try (ResultSet row = findPieces.executeQuery()) {
            boolean found = row.next();
            pieces = found ? row.getLong(1) : 0;
            size = found ? row.getInt(2) : 0;
        }
        if (pieces != 0) {
            for (int n = 0; n * PIECE < size; n++) {
                deletePiece.setLong(1, pieces);
                deletePiece.setInt(2, n);
                deletePiece.executeUpdate();
            }
        }
    }

    /** One fsync for all that was applied. */
    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
