// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.util.List;
import org.throng.event.EventId;
import org.throng.relay.Mirrors.UnwillingException;

/** Is told what differs, some at a time, while a comparison goes on. */
interface Differences {
    /** Only this relay has them. */
    void have(List<EventId> ids) throws IOException, UnwillingException;

    /** Only the other relay has them, or says so. */
    void need(List<EventId> ids) throws IOException, UnwillingException;
}
