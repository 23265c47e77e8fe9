// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The empty database of the bundle is what Derby and the migrations make, no more and no less.
 *
 * <p>{@code empty.zip} was made by this test, with {@code -Dtemplate.write=FILE}, from our own SQL; make it anew when
 * Derby or a migration changes. It lies in the repository because Derby puts random ids into every database: made by
 * each build, it would make each build different.
 */
class TemplateTest {
    private static final String COLUMNS = "SELECT t.tablename, c.columnnumber, c.columnname, c.columndatatype"
            + " FROM sys.systables t JOIN sys.syscolumns c ON t.tableid = c.referenceid"
            + " WHERE t.tabletype = 'T' ORDER BY 1, 2";
    private static final String INDEXES = "SELECT t.tablename, CAST(g.descriptor AS VARCHAR(200))"
            + " FROM sys.systables t JOIN sys.sysconglomerates g ON t.tableid = g.tableid"
            + " WHERE t.tabletype = 'T' AND g.isindex ORDER BY 1, 2";
    private static final String ROWS =
            "SELECT 'entry', COUNT(*) FROM entry UNION ALL SELECT 'piece', COUNT(*) FROM piece"
                    + " UNION ALL SELECT 'version', MAX(version) FROM schema_version";
    private static final String PROPERTIES =
            "VALUES" + " SYSCS_UTIL.SYSCS_GET_DATABASE_PROPERTY('derby.storage.pageSize')";

    @TempDir
    private Path temp;

    @Test
    void templateIsWhatTheMigrationsMake() throws Exception {
        Path made = make();
        String file = System.getProperty("template.write", "");
        if (!file.isEmpty()) {
            Files.write(Path.of(file), zip(made));
        }
        Path shipped = temp.resolve("shipped");
        Template.copyTo(shipped);
        assertEquals(describe(made), describe(shipped));
    }

    private Path make() throws Exception {
        Path made = temp.resolve("made");
        Engine.retain();
        EmbeddedDataSource source = source(made);
        source.setCreateDatabase("create");
        source.setConnectionAttributes("territory=en_US");
        try (Connection connection = Engine.connect(source, temp, 100)) {
            Migrations.apply(connection);
        }
        stop(made);
        return made;
    }

    private List<String> describe(Path database) throws SQLException {
        Engine.retain();
        List<String> lines = new ArrayList<>();
        try (Connection connection = Engine.connect(source(database), temp, 100);
                Statement statement = connection.createStatement()) {
            for (String query : List.of(COLUMNS, INDEXES, ROWS, PROPERTIES)) {
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        StringBuilder line = new StringBuilder();
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            line.append(rows.getString(i)).append(' ');
                        }
                        lines.add(line.toString());
                    }
                }
            }
        }
        stop(database);
        return lines;
    }

    private static EmbeddedDataSource source(Path database) {
        EmbeddedDataSource source = new EmbeddedDataSource();
        source.setDatabaseName("directory:" + database);
        return source;
    }

    private static void stop(Path database) throws SQLException {
        Engine.shutDown(source(database));
        Engine.release();
    }

    private static byte[] zip(Path database) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> walk = Files.walk(database)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                String name = database.relativize(file).toString().replace('\\', '/');
                if (name.startsWith("README") || name.contains("/README") || name.endsWith(".lck")) {
                    continue;
                }
                ZipEntry entry = new ZipEntry(name);
                entry.setLastModifiedTime(FileTime.fromMillis(1_767_225_600_000L));
                zip.putNextEntry(entry);
                zip.write(name.equals("service.properties") ? withoutComments(file) : Files.readAllBytes(file));
            }
        }
        return bytes.toByteArray();
    }

    /** The comments name the folder and the hour; the last one is the mark of a whole file. */
    private static byte[] withoutComments(Path properties) throws IOException {
        return Files.readAllLines(properties).stream()
                .filter(line -> !line.startsWith("#") || line.startsWith("#---"))
                .collect(Collectors.joining("\n", "", "\n"))
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
