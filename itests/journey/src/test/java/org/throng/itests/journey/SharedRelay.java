// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One relay for all tests of this process that need no relay to themselves: those that neither count what lies there nor stop it.
 * It ends with the process.
 */
final class SharedRelay {
    private static Node relay;

    private SharedRelay() {}

    /** Its address. */
    static synchronized String url() throws Exception {
        if (relay == null) {
            Node started = Node.at(
                            Files.createTempDirectory(Path.of("target"), "relay")
                                    .toAbsolutePath(),
                            "relay")
                    .start("relay");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    started.close();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            relay = started;
        }
        return relay.relayUrl();
    }
}
