// SPDX-License-Identifier: MIT
package org.throng.relay;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Whether a relay can do its work now.
 *
 * <p><b>Threads.</b> Any. A call may wait for the disk.
 */
@ProviderType
public interface Health {
    /**
     * One thing that was looked at.
     *
     * @param name a word
     * @param lasting whether it stays wrong until the process is started anew
     * @param detail for people: what is, and what to do where it is not well; no keys, ids or addresses
     */
    record Check(String name, boolean ok, boolean lasting, String detail) {}

    /** Looks at all; a write that is tried for it may be some seconds old. */
    List<Check> checks();
}
