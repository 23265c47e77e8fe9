// SPDX-License-Identifier: MIT
/**
 * Stores in Apache Derby: one database a folder, one table of entries.
 *
 * <p>The journey of a batch: {@link org.throng.store.derby.DerbyStore} queues it, the first thread that finds nobody
 * writing takes all that waits, {@link org.throng.store.derby.Writing} turns it into rows of one transaction, and one
 * commit makes them durable together. Readers have connections of their own and see committed rows only.
 */
package org.throng.store.derby;
