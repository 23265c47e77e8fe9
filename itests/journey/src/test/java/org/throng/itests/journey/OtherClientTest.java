// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our relay with a client that we did not write: the tests of itests/interop/nostr-tools.test.mjs. */
@Tag(Tags.ONE_JAVA)
class OtherClientTest {
    @TempDir
    Path folder;

    @Test
    void nostrToolsWorksWithOurRelay() throws Exception {
        Tool.requireInstalled(".");
        try (Node relay = Node.at(folder, "relay").start("relay")) {
            Tool.run(".", Map.of("RELAY", relay.relayUrl()), "--test", "nostr-tools.test.mjs");
        }
    }
}
