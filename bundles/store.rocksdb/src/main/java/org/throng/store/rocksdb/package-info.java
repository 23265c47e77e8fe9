// SPDX-License-Identifier: MIT
/**
 * Stores in RocksDB: one database a folder, one family of entries.
 *
 * <p>A batch is one write with fsync; threads that commit at once share it, which RocksDB sees to. Where its native library does not
 * load, {@link org.throng.store.rocksdb.RocksOffer} offers nothing, and another variant is used.
 */
package org.throng.store.rocksdb;
