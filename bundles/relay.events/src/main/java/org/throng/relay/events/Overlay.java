// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

/** The store as it will be after the batch that is being put together. Not for use by several threads. */
final class Overlay {
    private final Store store;
    private final Map<ByteBuffer, Optional<byte[]>> changes = new HashMap<>();
    private final Batch batch = new Batch();

    Overlay(Store store) {
        this.store = store;
    }

    Optional<byte[]> get(byte[] key) throws StoreException {
        Optional<byte[]> changed = changes.get(ByteBuffer.wrap(key));
        return changed != null ? changed : store.get(key);
    }

    void put(byte[] key, byte[] value) {
        changes.put(ByteBuffer.wrap(key), Optional.of(value));
        batch.put(key, value);
    }

    void delete(byte[] key) {
        changes.put(ByteBuffer.wrap(key), Optional.empty());
        batch.delete(key);
    }

    /** Shows the keys that begin with a byte and are to go. */
    void deleted(byte first, Consumer<byte[]> shown) {
        changes.forEach((key, value) -> {
            if (value.isEmpty() && key.get(0) == first) {
                byte[] bytes = new byte[key.remaining()];
                key.duplicate().get(bytes);
                shown.accept(bytes);
            }
        });
    }

    /** For what is written beside it, under keys that nobody asks this for. */
    Batch batch() {
        return batch;
    }

    void commit() throws StoreException {
        store.commit(batch);
    }

    boolean isEmpty() {
        return batch.isEmpty();
    }
}
