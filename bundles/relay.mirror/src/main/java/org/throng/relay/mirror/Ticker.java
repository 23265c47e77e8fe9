// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;

/** Is called now and then while work goes on. */
@FunctionalInterface
interface Ticker {
    /** @throws IOException where the work is not wanted any more */
    void tick() throws IOException;
}
