// SPDX-License-Identifier: MIT
package org.throng.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.cipher.Bytes;
import org.throng.event.MalformedException;
import org.throng.itests.vectors.Vectors;

/** Every case of docs/vectors/feed.json. */
class FeedVectorsTest {
    static Stream<Vectors.Case> cases() {
        return Vectors.cases("feed").stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void caseIsTakenOrDropped(Vectors.Case one) throws Exception {
        boolean taken;
        try {
            taken = isTaken(one);
        } catch (MalformedException e) {
            taken = false;
        }
        assertEquals(one.ok(), taken, one.why());
    }

    private static boolean isTaken(Vectors.Case one) throws MalformedException {
        if (one.has("path")) {
            return path(one);
        }
        if (one.has("log")) {
            String[] parts = one.text("log").split("/", 2);
            Optional<LogName> name = LogName.read(parts[0], parts[1]);
            name.ifPresent(log -> assertEquals(one.text("log"), log.path()));
            return name.isPresent();
        }
        if (one.has("entry")) {
            assertEquals(one.value("leaf"), Hash.leaf(one.bytes("entry")).hex());
            return true;
        }
        if (one.has("bundle")) {
            return bundle(one);
        }
        if (one.has("inclusionRoot")) {
            return MerkleTree.verifyInclusion(
                    Hash.of(one.bytes("leaf")),
                    one.number("index"),
                    one.number("size"),
                    proof(one),
                    Hash.of(one.bytes("inclusionRoot")));
        }
        if (one.has("consistencyRoot")) {
            return MerkleTree.verifyConsistency(
                    one.number("old"),
                    Hash.of(one.bytes("oldRoot")),
                    one.number("size"),
                    Hash.of(one.bytes("consistencyRoot")),
                    proof(one));
        }
        if (one.has("crowds")) {
            return crowds(one);
        }
        if (one.has("tables")) {
            Tables tables = Tables.read(one.bytes("tables"));
            assertEquals(one.value("tablesRoot"), tables.root().hex());
            assertEquals(
                    one.value("rows"),
                    "" + tables.all().stream().mapToInt(Table::rows).sum());
            assertEquals(one.text("tables"), Bytes.hex(tables.bytes()));
            return true;
        }
        if (one.has("tick")) {
            return tick(one);
        }
        if (one.has("before")) {
            Tick after = Tick.read(one.bytes("after"));
            return after.contradictionTo(Tick.read(one.bytes("before"))).isEmpty();
        }
        return checkpoint(one);
    }

    private static List<Hash> proof(Vectors.Case one) {
        List<Hash> proof = new ArrayList<>();
        for (JsonNode hash : one.given().get("proof")) {
            proof.add(Hash.ofHex(hash.asText()));
        }
        return proof;
    }

    private static boolean path(Vectors.Case one) {
        Optional<Tile> tile = Tile.read(one.text("path"));
        if (tile.isPresent() && one.ok()) {
            assertEquals(one.value("kind"), tile.get().kind().name().toLowerCase(Locale.ROOT));
            assertEquals(one.value("level"), "" + tile.get().level());
            assertEquals(one.value("index"), "" + tile.get().index());
            assertEquals(one.value("width"), "" + tile.get().width());
            assertEquals(one.text("path"), tile.get().path());
        }
        return tile.isPresent();
    }

    private static boolean bundle(Vectors.Case one) throws MalformedException {
        List<byte[]> entries = EntryBundle.read(one.bytes("bundle"), one.number("width"));
        ByteArrayOutputStream tags = new ByteArrayOutputStream();
        entries.forEach(entry -> tags.write(entry, 32, 8));
        assertEquals(one.value("tags"), Bytes.hex(tags.toByteArray()));
        assertEquals(
                one.value("root"),
                MerkleTree.root(entries.stream().map(Hash::leaf).toList()).hex());
        assertEquals(one.text("bundle"), Bytes.hex(EntryBundle.write(entries)));
        return true;
    }

    private static boolean crowds(Vectors.Case one) throws MalformedException {
        Crowds crowds = Crowds.read(one.bytes("crowds"));
        assertEquals(one.value("crowdsRoot"), crowds.root().hex());
        assertEquals(
                one.value("lanes"),
                ""
                        + crowds.all().stream()
                                .mapToInt(crowd -> crowd.lanes().size())
                                .sum());
        assertEquals(one.text("crowds"), Bytes.hex(crowds.bytes()));
        return true;
    }

    private static boolean tick(Vectors.Case one) throws MalformedException {
        Tick tick = Tick.read(one.bytes("tick"));
        assertEquals(one.value("number"), "" + tick.number());
        assertEquals(one.value("depth"), "" + tick.depth());
        assertEquals(one.value("meanDelay"), "" + tick.meanDelay());
        assertEquals(one.value("tickRoot"), tick.root().hex());
        assertEquals(one.value("proofTarget"), "" + tick.proofTarget());
        if (one.values().has("tables")) {
            assertEquals(one.value("tables"), tick.tables().orElseThrow().hex());
            assertEquals(one.value("tableSpan"), "" + tick.tableSpan());
        }
        if (one.values().has("nextDepth")) {
            assertEquals(one.value("nextDepth"), "" + tick.next().orElseThrow().depth());
            assertEquals(one.value("nextFrom"), "" + tick.next().orElseThrow().from());
        } else {
            assertEquals(Optional.empty(), tick.next());
        }
        assertEquals(one.text("tick"), Bytes.hex(tick.bytes()));
        return true;
    }

    private static boolean checkpoint(Vectors.Case one) throws MalformedException {
        VerifierKey key = VerifierKey.read(one.text("key"));
        SignedNote note = SignedNote.read(one.text("note").getBytes(StandardCharsets.UTF_8));
        if (!key.hasSigned(note)) {
            return false;
        }
        Checkpoint head = Checkpoint.read(note.text());
        if (!head.origin().equals(key.name())) {
            return false;
        }
        assertEquals(one.value("origin"), head.origin());
        assertEquals(one.value("size"), "" + head.size());
        assertEquals(one.value("checkpointRoot"), head.root().hex());
        return true;
    }
}
