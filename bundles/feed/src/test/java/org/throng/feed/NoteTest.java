// SPDX-License-Identifier: MIT
package org.throng.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.event.MalformedException;

class NoteTest {
    /** The worked example of C2SP signed-note. */
    private static final String KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String NOTE = "This is an example message.\n\n— example.com/foo"
            + " Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    private static SignedNote note(String text) throws MalformedException {
        return SignedNote.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void noteOfTheSpecificationVerifies() throws Exception {
        VerifierKey key = VerifierKey.read(KEY);
        assertEquals(KEY, key.text());
        assertEquals("This is an example message.\n", note(NOTE).text());
        assertTrue(key.hasSigned(note(NOTE)));
        assertEquals(NOTE, new String(note(NOTE).bytes(), StandardCharsets.UTF_8));
        assertFalse(key.hasSigned(note(NOTE.replace("example message", "Example message"))));
    }

    @Test
    void otherKeysAreNotLookedAtAndOwnOnesMustVerify() throws Exception {
        VerifierKey key = VerifierKey.read(KEY);
        SignerKey other = new SignerKey("example.com/foo", new byte[32]);
        String line = new String(other.sign(note(NOTE).text()).bytes(), StandardCharsets.UTF_8).split("\n\n", 2)[1];
        assertTrue(key.hasSigned(note(NOTE + line)));
        assertFalse(key.hasSigned(other.sign("x\n")), "no signature of it");
        SignedNote.Signature good = note(NOTE).signatures().get(0);
        byte[] bytes = good.bytes();
        bytes[5] ^= 1;
        SignedNote.Signature bad = new SignedNote.Signature(good.name(), good.id(), bytes);
        assertFalse(key.hasSigned(new SignedNote(note(NOTE).text(), List.of(good, bad))));
        assertFalse(key.hasSigned(new SignedNote(
                note(NOTE).text(), List.of(new SignedNote.Signature(good.name(), good.id(), new byte[63])))));
    }

    @Test
    void signerIsReadFromItsText() throws Exception {
        SignerKey key = new SignerKey("throng-1/throng/v1/ticks", new byte[32]);
        SignerKey again = SignerKey.read(key.insecureText());
        assertEquals(key.verifier(), again.verifier());
        assertTrue(again.verifier().hasSigned(key.sign("a\n\nb\n")));
        assertFalse(key.toString().contains(key.insecureText().substring(40)));
        assertThrows(
                MalformedException.class, () -> SignerKey.read(key.verifier().text()));
        assertThrows(
                MalformedException.class,
                () -> SignerKey.read(key.insecureText().replace("ticks", "tocks")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "text\n",
                "text\n\n",
                "text\n\n— a AAAAAAA=",
                "text\n\n- a AAAAAAA=\n",
                "text\n\n—a AAAAAAA=\n",
                "text\n\n— a\n",
                "text\n\n—  AAAAAAA=\n",
                "text\n\n— a+b AAAAAAA=\n",
                "text\n\n— a b AAAAAAA=\n",
                "text\n\n— a AAAAAA==\n",
                "text\n\n— a AAAAAAB=\n",
                "text\n\n— a ????\n",
                "te\txt\n\n— a AAAAAAA=\n",
                "text\r\n\n— a AAAAAAA=\n",
                "text\n\n— a AAAAAAA=\nmore\n"
            })
    void otherFormsAreNoNotes(String text) {
        assertThrows(MalformedException.class, () -> note(text));
    }

    @Test
    void noteIsBoundedAndUtf8() {
        assertThrows(MalformedException.class, () -> SignedNote.read(new byte[SignedNote.MAX_BYTES + 1]));
        assertThrows(MalformedException.class, () -> SignedNote.read(new byte[] {(byte) 0xff, '\n', '\n'}));
        assertThrows(MalformedException.class, () -> note("text\n\n" + "— a AAAAAAA=\n".repeat(33)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a+b",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/fob+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
                "exa mple+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
            })
    void otherFormsAreNoVerifierKeys(String text) {
        assertThrows(MalformedException.class, () -> VerifierKey.read(text));
    }

    @Test
    void checkpointIsThreeLines() throws Exception {
        // the worked example of C2SP tlog-checkpoint
        String text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        Checkpoint head = Checkpoint.read(text);
        assertEquals("example.com/behind-the-sofa", head.origin());
        assertEquals(20_852_163, head.size());
        assertEquals("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", head.root().base64());
        assertEquals(text, head.text());
        String empty = "a\n0\n" + Base64.getEncoder().encodeToString(Hash.EMPTY.bytes()) + "\n";
        assertEquals(empty, Checkpoint.read(empty).text());
        for (String wrong : List.of(
                text + "more\n",
                text.substring(0, text.length() - 1),
                text.replace("20852163", "020852163"),
                text.replace("20852163", "-1"),
                text.replace("20852163", "0"),
                text.replace("20852163", "9999999999999999999"),
                text.replace("jxq2I=", "jxq2J="),
                text.replace("behind-", "behind "),
                text.replace("example.com", "a+b"),
                "\n" + text,
                "")) {
            assertThrows(MalformedException.class, () -> Checkpoint.read(wrong), wrong);
        }
    }
}
