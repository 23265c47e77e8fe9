// SPDX-License-Identifier: MIT
package org.throng.relay;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The rules by which a relay lets go of events: by kind, age, number and bytes. They are applied in the background.
 *
 * <p><b>Threads.</b> Any. Calls may take minutes; one at a time is carried out.
 */
@ProviderType
public interface Retention {
    /**
     * What one rule takes away.
     *
     * @param rule as it stands in the settings
     * @param events that go
     * @param bytes of their JSON
     */
    record Due(String rule, long events, long bytes) {}

    /** What would go now, for each rule in the order of the settings. @throws IOException where the disk does not answer */
    List<Due> due() throws IOException;

    /** Erases it, some at a time, so that clients are served meanwhile. @throws IOException where the disk does not answer */
    List<Due> apply() throws IOException;
}
