// SPDX-License-Identifier: MIT
package org.throng.mailbox.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Wiped;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.memory.MemoryStores;

class StoreMailboxTest {
    private static final byte[] KEY = Sha256.of(new byte[] {1});
    private static final PublicKey ME = PublicKey.of(Sha256.of(new byte[] {2}));
    private static final PublicKey OTHER = PublicKey.of(Sha256.of(new byte[] {3}));

    private Set<PublicKey> gone = Set.of();
    private Store store;
    private StoreMailbox mailbox;

    @BeforeEach
    void open() throws Exception {
        store = new MemoryStores().open(Path.of("mail"));
        mailbox = new StoreMailbox(store, KEY, new SecureRandom(), () -> gone);
    }

    private static Letter letter(String text) {
        EventId id = EventId.of(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
        return new Letter(
                0,
                id,
                Optional.of(id),
                ME,
                OTHER,
                false,
                14,
                text,
                List.of(List.of("p", ME.hex())),
                5,
                6,
                "direct",
                Letter.State.RECEIVED,
                "",
                Optional.of(new Letter.Attachment("a.png", "image/png", 7, 1, 0)));
    }

    private List<Letter> all() throws IOException {
        List<Letter> all = new ArrayList<>();
        mailbox.letters(0, all::add);
        return all;
    }

    @Test
    void letterComesBackAsItWasInTheOrderOfArrival() throws Exception {
        mailbox.write(new Changes().put(letter("one")).put(letter("two")));
        mailbox.write(new Changes().put(letter("three")));
        assertEquals(
                List.of(
                        letter("one").at(1),
                        letter("two").at(2),
                        letter("three").at(3)),
                all());
        assertEquals(
                Optional.of(letter("two").at(2)), mailbox.find(ME, letter("two").id()));
        assertEquals(
                Optional.of(letter("two").at(2)), mailbox.find(letter("two").id()));
    }

    @Test
    void letterThatIsPutAgainKeepsItsPlace() throws Exception {
        mailbox.write(new Changes().put(letter("one")).put(letter("two")));
        mailbox.change(ME, letter("one").id(), old -> old.with(Letter.State.FAILED, "why"));
        assertEquals(letter("one").at(1).with(Letter.State.FAILED, "why"), all().get(0));
        assertEquals(2, all().size());
    }

    @Test
    void removedLetterIsStillKnownAndItsCursorIsNotGivenAgain() throws Exception {
        mailbox.write(new Changes().put(letter("one")).put(letter("two")));
        mailbox.write(new Changes().remove(ME, letter("two").id()));
        assertTrue(mailbox.knows(ME, OTHER, letter("two").id()));
        assertFalse(mailbox.knows(OTHER, ME, letter("two").id()));
        StoreMailbox again = new StoreMailbox(store, KEY, new SecureRandom(), () -> gone);
        again.write(new Changes().put(letter("three")));
        assertEquals(3, again.find(letter("three").id()).orElseThrow().cursor());
    }

    @Test
    void notesOfOneDrawerAreNotThoseOfAnother() throws Exception {
        mailbox.write(new Changes().put(Drawer.DONE, "k", new byte[] {1}).put(Drawer.PENDING, "k", new byte[] {2}));
        assertArrayEquals(new byte[] {1}, mailbox.note(Drawer.DONE, "k").orElseThrow());
        List<String> seen = new ArrayList<>();
        mailbox.notes(Drawer.PENDING, (key, value) -> seen.add(key + Arrays.toString(value)));
        assertEquals(List.of("k[2]"), seen);
    }

    @Test
    void nothingOfALetterCanBeReadInTheStore() throws Exception {
        mailbox.write(new Changes().put(letter("a secret sentence")).put(Drawer.NOTE, "a secret name", new byte[9]));
        store.scan(new byte[] {0}, new byte[] {(byte) 0xff}, (key, value) -> {
            String both = new String(key, StandardCharsets.ISO_8859_1) + new String(value, StandardCharsets.ISO_8859_1);
            assertFalse(both.contains("secret"));
            assertFalse(both.contains(OTHER.hex()));
            return true;
        });
    }

    @Test
    void recordInAnothersPlaceDoesNotOpen() throws Exception {
        mailbox.write(new Changes().put(letter("one")).put(letter("two")));
        byte[] first = {'L', 0, 0, 0, 0, 0, 0, 0, 1};
        byte[] second = {'L', 0, 0, 0, 0, 0, 0, 0, 2};
        store.commit(new Batch().put(first, store.get(second).orElseThrow()));
        assertThrows(IOException.class, this::all);
    }

    private static Letter sent(PublicKey owner, String text, Letter.State state) {
        EventId id = EventId.of(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
        return new Letter(
                0, id, Optional.of(id), owner, OTHER, true, 14, text, List.of(), 5, 6, "", state, "", Optional.empty());
    }

    private int records() throws IOException {
        int[] count = new int[1];
        store.scan(new byte[] {0}, new byte[] {(byte) 0xff}, (key, value) -> {
            count[0]++;
            return true;
        });
        return count[0];
    }

    @Test
    void allOfAWipedIdentityIsGoneAndNothingOfTheOthers() throws Exception {
        PublicKey temp = PublicKey.of(Sha256.of(new byte[] {4}));
        Letter mine = sent(ME, "mine", Letter.State.POSTED);
        mailbox.write(new Changes().put(mine).put(Drawer.DELIVERY, ME.hex() + ":x", new byte[1]));
        int before = records();
        Letter waiting = sent(temp, "waiting", Letter.State.QUEUED);
        Letter shared = sent(temp, "mine", Letter.State.POSTED); // one id, two owners
        mailbox.write(new Changes().put(waiting).put(shared));
        for (Drawer drawer : Drawer.values()) {
            mailbox.write(new Changes()
                    .put(drawer, temp.hex() + ":a", new byte[1])
                    .put(drawer, "wss://r 00: " + temp.hex(), new byte[1]));
        }
        List<Letter> shown = new ArrayList<>();
        try (AutoCloseable listening = mailbox.listen(shown::add)) {
            gone = Set.of(temp);
            mailbox.wipe(temp, 1_000);
        }
        assertEquals(before + 1, records(), "and what is remembered of it");
        assertEquals(List.of(mine.at(1)), all());
        assertEquals(Optional.of(mine.at(1)), mailbox.find(mine.id()));
        assertTrue(mailbox.knows(ME, ME, mine.id()));
        assertFalse(mailbox.knows(temp, temp, waiting.id()));
        assertEquals(1, shown.size(), "the one that was not sent");
        assertEquals(Letter.State.FAILED, shown.get(0).state());
        assertEquals(List.of(new Wiped(1_000, 1)), mailbox.wiped());
        mailbox.wipe(temp, 1_001);
        assertEquals(1, mailbox.wiped().size(), "told once, though a crash made it begin again");
    }

    @Test
    void workThatWasUnderWayLeavesNothingOfAnIdentityThatIsGone() throws Exception {
        PublicKey temp = PublicKey.of(Sha256.of(new byte[] {4}));
        Letter late = sent(temp, "late", Letter.State.POSTED);
        mailbox.write(new Changes().put(late));
        gone = Set.of(temp);
        assertEquals(Optional.empty(), mailbox.change(temp, late.id(), old -> old.with(Letter.State.FAILED, "")));
        mailbox.wipe(temp, 1_000);
        mailbox.write(new Changes()
                .put(late)
                .put(Drawer.DELIVERY, temp.hex() + ":1", new byte[1])
                .put(Drawer.DELIVERY, ME.hex() + ":1", new byte[1]));
        assertEquals(List.of(), all());
        assertEquals(Optional.empty(), mailbox.note(Drawer.DELIVERY, temp.hex() + ":1"));
        assertTrue(mailbox.note(Drawer.DELIVERY, ME.hex() + ":1").isPresent());
        gone = Set.of();
        mailbox.write(new Changes().put(late));
        assertEquals(1, all().size(), "the same key came back");
    }

    @Test
    void onlyTheWipesOfLateAreRemembered() throws Exception {
        for (int i = 0; i < 110; i++) {
            mailbox.write(new Changes().put(sent(ME, "n" + i, Letter.State.QUEUED)));
            mailbox.wipe(ME, 1_000 + i);
        }
        assertEquals(100, mailbox.wiped().size());
        mailbox.write(new Changes().put(sent(ME, "last", Letter.State.QUEUED)));
        mailbox.wipe(ME, 2_000 + Wiped.REMEMBERED);
        assertEquals(List.of(new Wiped(2_000 + Wiped.REMEMBERED, 1)), mailbox.wiped());
    }

    @Test
    void anotherKeyOpensNothing() throws Exception {
        mailbox.write(new Changes().put(letter("one")));
        assertThrows(IOException.class, () -> new StoreMailbox(store, Sha256.of(KEY), new SecureRandom(), () -> gone));
    }
}
