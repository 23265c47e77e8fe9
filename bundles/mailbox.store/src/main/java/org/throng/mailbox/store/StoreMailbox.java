// SPDX-License-Identifier: MIT
package org.throng.mailbox.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.LetterJson;
import org.throng.mailbox.Mailbox;
import org.throng.mailbox.Wiped;
import org.throng.store.Batch;
import org.throng.store.Store;

/**
 * Keys in the store, the first byte saying what a record is:
 *
 * <pre>
 * L || u64 cursor                       a letter
 * I || name(owner || id)                its cursor
 * J || name(id)                         the cursor of the first letter of this id, whoever owns it
 * R || name(owner || writer || rumor)   a mark: this rumor was stored; stays when the letter goes
 * N || u8 drawer || name(key)           u16 length of the key || key || value
 * M                                     u64: the last cursor that was given
 * </pre>
 *
 * Writes are one at a time, for a cursor is given once; reads are free.
 */
final class StoreMailbox implements Mailbox, AutoCloseable {
    private static final byte[] LAST_CURSOR = {'M'};

    private static final String WIPED = "wiped";
    private static final int MOST_WIPED = 100;

    private final Store store;
    private final Seal seal;
    private final Supplier<Set<PublicKey>> gone;
    private final List<LetterListener> listeners = new CopyOnWriteArrayList<>();
    private long lastCursor;

    /** @param gone identities of which nothing is taken any more */
    StoreMailbox(Store store, byte[] key, SecureRandom random, Supplier<Set<PublicKey>> gone) throws IOException {
        this.store = store;
        this.gone = gone;
        this.seal = new Seal(key, random);
        lastCursor = number(LAST_CURSOR).orElse(0L);
    }

    @Override
    public void write(Changes changes) throws IOException {
        List<Letter> put = new ArrayList<>();
        synchronized (this) {
            Batch batch = new Batch();
            long next = lastCursor;
            // letters of this very batch, which the store does not have yet
            Map<ByteBuffer, Long> fresh = new HashMap<>();
            Set<PublicKey> nobody = gone.get();
            for (Changes.Change change : changes.all()) {
                if (concerns(change, nobody)) {
                    continue; // work that was under way when it departed
                }
                if (change instanceof Changes.PutLetter letter) {
                    byte[] index =
                            index(letter.letter().owner(), letter.letter().id());
                    Long cursor = fresh.get(ByteBuffer.wrap(index));
                    if (cursor == null) {
                        cursor = number(index).orElse(null);
                    }
                    if (cursor == null) {
                        cursor = ++next;
                        fresh.put(ByteBuffer.wrap(index), cursor);
                    }
                    put.add(put(batch, letter.letter().at(cursor)));
                } else if (change instanceof Changes.RemoveLetter gone) {
                    remove(batch, gone.owner(), gone.id());
                } else if (change instanceof Changes.Note note) {
                    note(batch, note);
                }
            }
            if (next != lastCursor) {
                batch.put(LAST_CURSOR, seal.seal(LAST_CURSOR, Bytes.u64(next)));
            }
            if (!batch.isEmpty()) {
                store.commit(batch);
            }
            lastCursor = next;
        }
        for (Letter letter : put) {
            listeners.forEach(listener -> listener.put(letter));
        }
    }

    private static boolean concerns(Changes.Change change, Set<PublicKey> nobody) {
        if (nobody.isEmpty()) {
            return false; // as almost always
        }
        if (change instanceof Changes.PutLetter put) {
            return nobody.contains(put.letter().owner());
        }
        return change instanceof Changes.Note note
                && nobody.stream().anyMatch(npub -> note.key().contains(npub.hex()));
    }

    private Letter put(Batch batch, Letter letter) throws IOException {
        byte[] key = letterKey(letter.cursor());
        batch.put(key, seal.seal(key, LetterJson.write(letter)));
        byte[] index = index(letter.owner(), letter.id());
        batch.put(index, seal.seal(index, Bytes.u64(letter.cursor())));
        byte[] any = anyOwner(letter.id());
        if (number(any).isEmpty()) {
            batch.put(any, seal.seal(any, Bytes.u64(letter.cursor())));
        }
        letter.rumor().ifPresent(rumor -> {
            byte[] mark = mark(letter, rumor);
            batch.put(mark, seal.seal(mark, new byte[0]));
        });
        return letter;
    }

    private byte[] mark(Letter letter, EventId rumor) {
        return mark(letter.owner(), letter.outgoing() ? letter.owner() : letter.peer(), rumor);
    }

    /**
     * Removes all of an identity, in one batch: its letters and their marks, and every note in whose key it stands. (The
     * mark of a letter that was removed before cannot be found; it is a hash under the mailbox's key and names nobody.)
     *
     * @param at UNIX seconds
     */
    void wipe(PublicKey owner, long at) throws IOException {
        List<Letter> unsent = new ArrayList<>();
        synchronized (this) {
            Batch batch = new Batch();
            Set<EventId> ids = new HashSet<>();
            letters(0, letter -> {
                if (letter.owner().equals(owner)) {
                    ids.add(letter.id());
                    batch.delete(letterKey(letter.cursor())).delete(index(owner, letter.id()));
                    letter.rumor().ifPresent(rumor -> batch.delete(mark(letter, rumor)));
                    if (letter.outgoing() && letter.state() == Letter.State.QUEUED) {
                        unsent.add(letter);
                    }
                }
                return true;
            });
            leaveToOthers(batch, owner, ids);
            for (Drawer drawer : Drawer.values()) {
                notes(drawer, (name, value) -> {
                    if (name.contains(owner.hex())) {
                        batch.delete(noteKey(drawer, name));
                    }
                });
            }
            if (!batch.isEmpty()) { // else a crash came between this and its owner's being told
                remember(batch, new Wiped(at, unsent.size()));
                store.commit(batch);
            }
        }
        for (Letter letter : unsent) {
            Letter last = letter.with(
                    Letter.State.FAILED,
                    "its identity was wiped before a relay took it; it is gone and cannot be sent");
            listeners.forEach(listener -> listener.put(last));
        }
    }

    /** One id may be a letter of two of mine, who wrote to each other: it is found by the other one from now on. */
    private void leaveToOthers(Batch batch, PublicKey owner, Set<EventId> ids) throws IOException {
        if (ids.isEmpty()) {
            return;
        }
        ids.forEach(id -> batch.delete(anyOwner(id)));
        letters(0, letter -> {
            if (ids.contains(letter.id()) && !letter.owner().equals(owner)) {
                byte[] any = anyOwner(letter.id());
                batch.put(any, seal.seal(any, Bytes.u64(letter.cursor())));
            }
            return true;
        });
    }

    private void remember(Batch batch, Wiped now) throws IOException {
        List<Wiped> all = new ArrayList<>(wiped());
        all.removeIf(one -> one.at() < now.at() - Wiped.REMEMBERED);
        all.add(now);
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(MOST_WIPED, all.size()) * (Long.BYTES + Integer.BYTES));
        all.subList(Math.max(0, all.size() - MOST_WIPED), all.size())
                .forEach(one -> bytes.putLong(one.at()).putInt(one.unsent()));
        note(batch, new Changes.Note(Drawer.NOTE, WIPED, bytes.array()));
    }

    @Override
    public List<Wiped> wiped() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(note(Drawer.NOTE, WIPED).orElse(new byte[0]));
        List<Wiped> all = new ArrayList<>();
        while (bytes.hasRemaining()) {
            all.add(new Wiped(bytes.getLong(), bytes.getInt()));
        }
        return all;
    }

    private void remove(Batch batch, PublicKey owner, EventId id) throws IOException {
        byte[] index = index(owner, id);
        Optional<Long> cursor = number(index);
        if (cursor.isPresent()) {
            batch.delete(letterKey(cursor.get())).delete(index);
            byte[] any = anyOwner(id);
            if (number(any).equals(cursor)) {
                batch.delete(any);
            }
        }
    }

    private void note(Batch batch, Changes.Note note) {
        byte[] key = noteKey(note.drawer(), note.key());
        if (note.value() == null) {
            batch.delete(key);
        } else {
            byte[] name = note.key().getBytes(StandardCharsets.UTF_8);
            batch.put(key, seal.seal(key, Bytes.join(Bytes.u16(name.length), name, note.value())));
        }
    }

    @Override
    public Optional<Letter> change(PublicKey owner, EventId id, UnaryOperator<Letter> how) throws IOException {
        Letter after;
        synchronized (this) {
            Optional<Letter> before = find(owner, id);
            if (before.isEmpty() || gone.get().contains(owner)) {
                return Optional.empty();
            }
            after = how.apply(before.get());
            if (after.equals(before.get())) {
                return before;
            }
            Batch batch = new Batch();
            after = put(batch, after.at(before.get().cursor()));
            store.commit(batch);
        }
        for (LetterListener listener : listeners) {
            listener.put(after);
        }
        return Optional.of(after);
    }

    @Override
    public Optional<Letter> find(PublicKey owner, EventId id) throws IOException {
        Optional<Long> cursor = number(index(owner, id));
        return cursor.isEmpty() ? Optional.empty() : letter(cursor.get());
    }

    @Override
    public Optional<Letter> find(EventId id) throws IOException {
        Optional<Long> cursor = number(anyOwner(id));
        return cursor.isEmpty() ? Optional.empty() : letter(cursor.get());
    }

    private Optional<Letter> letter(long cursor) throws IOException {
        byte[] key = letterKey(cursor);
        Optional<byte[]> record = store.get(key);
        return record.isEmpty() ? Optional.empty() : Optional.of(LetterJson.read(seal.open(key, record.get())));
    }

    @Override
    public boolean knows(PublicKey owner, PublicKey writer, EventId rumor) throws IOException {
        return store.get(mark(owner, writer, rumor)).isPresent();
    }

    @Override
    public void letters(long after, Predicate<Letter> visitor) throws IOException {
        byte[][] failed = new byte[1][];
        IOException[] failure = new IOException[1];
        store.scan(letterKey(after + 1), new byte[] {'L' + 1}, (key, record) -> {
            try {
                return visitor.test(LetterJson.read(seal.open(key, record)));
            } catch (org.throng.store.StoreException e) {
                throw e;
            } catch (IOException e) {
                failed[0] = key;
                failure[0] = e;
                return false;
            }
        });
        if (failed[0] != null) {
            throw new IOException(
                    "letter " + ByteBuffer.wrap(failed[0], 1, 8).getLong() + ": " + failure[0].getMessage(),
                    failure[0]);
        }
    }

    @Override
    public Optional<byte[]> note(Drawer drawer, String name) throws IOException {
        byte[] key = noteKey(drawer, name);
        Optional<byte[]> record = store.get(key);
        return record.isEmpty() ? Optional.empty() : Optional.of(value(seal.open(key, record.get())));
    }

    @Override
    public void notes(Drawer drawer, NoteVisitor visitor) throws IOException {
        byte[] from = {'N', drawer.number()};
        byte[] to = {'N', (byte) (drawer.number() + 1)};
        IOException[] failure = new IOException[1];
        store.scan(from, to, (key, record) -> {
            try {
                byte[] plain = seal.open(key, record);
                int length = ByteBuffer.wrap(plain).getShort() & 0xffff;
                visitor.visit(new String(plain, 2, length, StandardCharsets.UTF_8), value(plain));
                return true;
            } catch (IOException e) {
                failure[0] = e;
                return false;
            }
        });
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private static byte[] value(byte[] plain) {
        int length = ByteBuffer.wrap(plain).getShort() & 0xffff;
        return Arrays.copyOfRange(plain, 2 + length, plain.length);
    }

    @Override
    public long compact() throws IOException {
        return store.compact();
    }

    @Override
    public long size() throws IOException {
        return store.size();
    }

    @Override
    public AutoCloseable listen(LetterListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Waits for a write under way, erases the keys, and closes the store. */
    @Override
    public synchronized void close() throws IOException {
        store.close();
        seal.close();
    }

    private Optional<Long> number(byte[] key) throws IOException {
        Optional<byte[]> record = store.get(key);
        return record.isEmpty()
                ? Optional.empty()
                : Optional.of(ByteBuffer.wrap(seal.open(key, record.get())).getLong());
    }

    private static byte[] letterKey(long cursor) {
        return Bytes.join(new byte[] {'L'}, Bytes.u64(cursor));
    }

    private byte[] index(PublicKey owner, EventId id) {
        return Bytes.join(new byte[] {'I'}, seal.name(Bytes.ascii("I"), owner.bytes(), id.bytes()));
    }

    private byte[] anyOwner(EventId id) {
        return Bytes.join(new byte[] {'J'}, seal.name(Bytes.ascii("J"), id.bytes()));
    }

    private byte[] mark(PublicKey owner, PublicKey writer, EventId rumor) {
        return Bytes.join(new byte[] {'R'}, seal.name(Bytes.ascii("R"), owner.bytes(), writer.bytes(), rumor.bytes()));
    }

    private byte[] noteKey(Drawer drawer, String key) {
        byte[] number = {drawer.number()};
        return Bytes.join(
                new byte[] {'N'}, number, seal.name(Bytes.ascii("N"), number, key.getBytes(StandardCharsets.UTF_8)));
    }
}
