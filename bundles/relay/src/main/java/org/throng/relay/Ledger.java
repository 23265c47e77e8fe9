// SPDX-License-Identifier: MIT
package org.throng.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;
import org.throng.event.Event;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * Keeps account of a relay's events of some kinds, in the very batches that store them: what it writes of an event is on the
 * disk before the event is acknowledged, or neither of them is. A relay finds it as a service; it may come and go.
 *
 * <p><b>Promises of the relay.</b> Each event that is stored while the account is open is entered, once, in the order in which
 * events are stored, after its id, signature, form, times and uniqueness were checked. What was stored while there was no
 * account is shown when it is opened, before anything new is entered. Of events that the operator imports, times were not checked,
 * nor signatures where he vouches for them.
 *
 * <p><b>Not promised.</b> That an event is there as long as its entry: whatever erases it, the ledger is not told. A backup that is
 * put back brings the account as it was then; files beside the store stay as they are.
 *
 * <p><b>Threads.</b> {@link #open} and the calls of one account come one at a time, but for {@link Account#information}, which
 * any thread may call.
 */
@ConsumerType
public interface Ledger {
    /** What it is called, for its keys and the log: 1 to 16 letters from a to z. Always the same. */
    String name();

    /** The kinds of which it keeps account. Always the same. */
    Set<Integer> kinds();

    /**
     * Opens its account in a relay's store. The relay opens a ledger once at a time, and closes the account before the store.
     *
     * @throws IOException where the disk does not answer, or holds what it cannot read; the relay goes on without it
     */
    Account open(Site site) throws IOException;

    /**
     * Where an account is kept.
     *
     * @param store of the relay, open; it may be read at any time, and written to under {@link #prefix} alone
     * @param prefix with which every key of the account begins
     * @param folder of the relay, for files beside the store; their names have a dot
     */
    record Site(Store store, byte[] prefix, Path folder) {
        public Site {
            prefix = prefix.clone();
        }

        /** A copy. */
        @Override
        public byte[] prefix() {
            return prefix.clone();
        }
    }

    /** An open account. */
    interface Account extends AutoCloseable {
        /** Those of some stored events that were never entered, in their order. */
        List<Event> missing(List<Event> stored) throws StoreException;

        /**
         * Adds what it has to write to the batch that stores these events. Then comes one call of {@link #kept} or
         * {@link #lost}.
         *
         * @param events at least one, of its kinds, in the order in which they are stored
         * @throws StoreException where it cannot: then none of the events is stored
         */
        void enter(List<Event> events, Batch batch) throws StoreException;

        /** The batch is on the disk. */
        void kept();

        /** The batch was not written: all is as before {@link #enter}. */
        void lost();

        /** Members that it adds to the relay's information document (NIP-11): name and JSON. */
        default Map<String, String> information() {
            return Map.of();
        }

        /** Ends its threads and lets go of the store. */
        @Override
        void close();
    }
}
