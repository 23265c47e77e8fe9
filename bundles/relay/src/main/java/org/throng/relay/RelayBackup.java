// SPDX-License-Identifier: MIT
package org.throng.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Backups of this process's relay: all that its store has, what keeps out deleted events included, in one file that any store
 * variant can take in.
 *
 * <p><b>Promises.</b> A backup is the store at one moment, while the relay goes on. What is restored is what was backed up, compared by
 * counts and digest before it takes the place of what is there; where it fails or is cut off, all is as before.
 *
 * <p><b>Not promised.</b> What ledgers keep beside the store, such as keys, is not in it, and stays where it is. Secrecy: the file is not encrypted, and holds what the relay serves to some only.
 *
 * <p><b>Threads.</b> Any. Restoring and checking may take minutes; one restores at a time.
 */
@ProviderType
public interface RelayBackup {
    /**
     * What a backup holds.
     *
     * @param entries of the store, at least as many as events
     * @param events that are stored
     * @param sha256 64 hex digits over all entries in the order of their keys; equal for equal content, whatever the variant
     */
    record Summary(long entries, long events, String sha256) {}

    /**
     * Writes a backup; the stream stays open.
     *
     * @throws IOException where the stream or the disk fails, or the relay's store is not open
     */
    Summary write(OutputStream out) throws IOException;

    /**
     * Reads a backup to its end and touches nothing.
     *
     * @throws DamagedBackupException where it is none, torn or altered
     */
    Summary check(InputStream in) throws IOException;

    /**
     * Puts what a backup holds in place of what the relay has. The relay goes on meanwhile, and begins anew at the end: its clients
     * are told to connect again.
     *
     * @param replace whether a relay that has events may lose them, those that came in meanwhile included
     * @throws DamagedBackupException where it is none, torn or altered
     * @throws NotEmptyException where the relay has events
     */
    Summary restore(InputStream in, boolean replace) throws IOException;
}
