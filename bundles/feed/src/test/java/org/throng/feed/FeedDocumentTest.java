// SPDX-License-Identifier: MIT
package org.throng.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.itests.vectors.Vectors;
import org.throng.parcel.Label;

/** The worked bytes in section 8 of docs/protocol.md are what the code makes. */
class FeedDocumentTest {
    private static final Pattern BLOCK = Pattern.compile("```(hex|text) feed\\.(\\S+)\n(.*?)```", Pattern.DOTALL);

    private static Map<String, String> blocks() throws IOException {
        Map<String, String> blocks = new TreeMap<>();
        Matcher matcher = BLOCK.matcher(Files.readString(Vectors.docs().resolve("protocol.md")));
        while (matcher.find()) {
            String content = matcher.group(3);
            blocks.put(
                    matcher.group(2),
                    matcher.group(1).equals("hex")
                            ? content.replaceAll("#.*", "").replaceAll("\\s", "")
                            : content);
        }
        return blocks;
    }

    @Test
    void everyWorkedByteIsWhatTheCodeMakes() throws Exception {
        Map<String, String> page = blocks();
        Map<String, String> code = new TreeMap<>();
        code.put("record", Vectors.find("feed", "leaf of a record").text("entry"));
        Hash leaf = Hash.leaf(HexFormat.of().parseHex(page.get("record")));
        code.put("leaf", leaf.hex());
        Hash three = Hash.ofHex(Vectors.find("feed", "bundle of three").value("root"));
        Crowd crowd = new Crowd(Label.EVERYBODY, List.of(new Lane(7, 0, 3, three)));
        code.put("crowd", Bytes.hex(crowd.bytes()));
        long number = 1_764_000_000 / Tick.SECONDS;
        Tick tick = Tick.of(
                number, 0, 120, new Crowds(List.of(crowd)).root(), Optional.of(new Tick.Next(1, number + Tick.NOTICE)));
        code.put("tick", Bytes.hex(tick.bytes()));
        byte[] id = HexFormat.of().parseHex("0e301242ca499a8458bb9ef782aa402d25756df2491d129c01b8357bee0d491c");
        Table table = new Table(Label.EVERYBODY, 1, Hash.leaf(id));
        code.put("table", Bytes.hex(table.bytes()));
        Tick plain = Tick.of(number, 0, 120, new Crowds(List.of(crowd)).root(), Optional.empty());
        code.put(
                "tableTick",
                Bytes.hex(plain.withTables(86_400, new Tables(List.of(table)).root())
                        .bytes()));
        byte[] seed = Sha256.of(Bytes.ascii("throng vector ticks key"));
        String name =
                "throng-" + Bytes.hex(Sha256.of(SignerKey.publicKey(seed))).substring(0, 16) + "/throng/v1/ticks";
        SignerKey key = new SignerKey(name, seed);
        code.put("key", key.verifier().text() + "\n");
        Checkpoint head = new Checkpoint(name, 1, Hash.leaf(tick.bytes()));
        code.put("checkpoint", new String(key.sign(head.text()).bytes(), StandardCharsets.UTF_8));
        assertEquals(code, page);
    }
}
