// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import org.throng.store.StoreException;

/**
 * Brings a database to the newest schema: runs {@code schema/001.sql}, {@code schema/002.sql} and so on from where
 * {@code schema_version} says, each in a transaction of its own. A file that was released is never changed.
 */
final class Migrations {
    private static final String NO_SUCH_TABLE = "42X05";

    private Migrations() {}

    /** @throws StoreException where the database is of a newer program than this one */
    static void apply(Connection connection) throws SQLException, IOException {
        connection.setAutoCommit(false);
        int version = version(connection);
        if (version > 0 && script(version).isEmpty()) {
            throw new StoreException("it was written by a newer Throng (its schema is " + version + ")");
        }
        for (Optional<String> script = script(++version); script.isPresent(); script = script(++version)) {
            try (Statement statement = connection.createStatement()) {
                for (String sql : script.get().replaceAll("(?m)^--.*$", "").split(";\\s*\n")) {
                    if (!sql.isBlank()) {
                        statement.execute(sql);
                    }
                }
                statement.execute("INSERT INTO schema_version VALUES (" + version + ")");
            }
            connection.commit();
        }
        connection.rollback();
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(version) FROM schema_version")) {
            return row.next() ? row.getInt(1) : 0;
        } catch (SQLException e) {
            if (NO_SUCH_TABLE.equals(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    private static Optional<String> script(int version) throws IOException {
        String name = String.format(Locale.ROOT, "schema/%03d.sql", version);
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
