// SPDX-License-Identifier: MIT
package org.throng.store;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens stores: the service of a storage variant.
 *
 * <p><b>Promises.</b> A store that was left by a crash opens again by itself, with all that was acknowledged. A folder
 * that another process has open is refused, not shared.
 *
 * <p><b>Threads.</b> Any.
 */
@ProviderType
public interface Stores {
    /** A short name for logs and {@code throng doctor}, such as {@code derby}. */
    String name();

    /**
     * Opens the store in a folder, which is made (for its owner alone) where it is missing. The caller closes the store
     * before the variant goes away.
     *
     * @throws StoreException where it is in use, damaged or not writable
     */
    Store open(Path folder) throws StoreException;
}
