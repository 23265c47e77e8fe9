// SPDX-License-Identifier: MIT
package org.throng.itests.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.throng.event.Event;
import org.throng.relay.Ledger.Account;
import org.throng.relay.Ledger.Site;
import org.throng.store.Batch;
import org.throng.store.Store;

/** What every ledger of a relay does: extend it, and say how to make yours. */
@Timeout(60)
public abstract class LedgerContract {
    private static final byte[] PREFIX = {'L', 'x', '/'};

    @TempDir
    private Path folder;

    private Store store;

    /** A new ledger, as its component would make it. */
    protected abstract org.throng.relay.Ledger ledger();

    /** An empty store. */
    protected abstract Store store() throws IOException;

    /** An event of one of its kinds, another one for each number. */
    protected abstract Event event(int number);

    @BeforeEach
    final void openStore() throws IOException {
        store = store();
    }

    private Account open() throws IOException {
        return ledger().open(new Site(store, PREFIX, folder));
    }

    private void enter(Account account, Event... events) throws IOException {
        Batch batch = new Batch();
        account.enter(List.of(events), batch);
        assertUnderPrefix(batch);
        store.commit(batch);
        account.kept();
    }

    private static void assertUnderPrefix(Batch batch) {
        for (Batch.Change change : batch.changes()) {
            assertTrue(Arrays.equals(PREFIX, Arrays.copyOf(change.key(), PREFIX.length)), "a key outside its own part");
        }
    }

    @Test
    void nameIsShortAndSaysItsKinds() {
        assertTrue(ledger().name().matches("[a-z]{1,16}"));
        assertEquals(ledger().name(), ledger().name());
        assertTrue(ledger().kinds().contains(event(1).kind()));
    }

    @Test
    void whatIsEnteredAndKeptIsNotMissing() throws IOException {
        try (Account account = open()) {
            assertEquals(List.of(event(1), event(2)), account.missing(List.of(event(1), event(2))));
            enter(account, event(2));
            assertEquals(List.of(event(1), event(3)), account.missing(List.of(event(1), event(2), event(3))));
        }
        try (Account again = open()) {
            assertEquals(List.of(event(1)), again.missing(List.of(event(1), event(2))));
            enter(again, event(1));
            assertEquals(List.of(), again.missing(List.of(event(1), event(2))));
        }
    }

    @Test
    void whatIsLostCanBeEnteredAgain() throws IOException {
        try (Account account = open()) {
            account.enter(List.of(event(1), event(2)), new Batch());
            account.lost();
            assertEquals(List.of(event(1)), account.missing(List.of(event(1))));
            enter(account, event(1));
            account.enter(List.of(event(2)), new Batch());
            account.lost();
            enter(account, event(2), event(3));
            assertEquals(List.of(), account.missing(List.of(event(1), event(2), event(3))));
        }
    }

    @Test
    void enteringWritesToTheBatchAlone() throws IOException {
        try (Account account = open()) {
            List<String> before = keys();
            account.enter(List.of(event(1)), new Batch());
            assertEquals(before, keys());
            account.lost();
            assertEquals(before, keys());
        }
    }

    private List<String> keys() throws IOException {
        List<String> keys = new ArrayList<>();
        store.scan(PREFIX, new byte[] {'L', 'x', '0'}, (key, value) -> keys.add(Arrays.toString(key)));
        return keys;
    }

    @Test
    void closedAccountWritesNothingMore() throws IOException {
        Account account = open();
        enter(account, event(1));
        account.close();
        store.close();
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("throng-relay-") && thread.isAlive()));
    }
}
