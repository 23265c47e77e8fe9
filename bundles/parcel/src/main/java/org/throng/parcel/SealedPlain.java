// SPDX-License-Identifier: MIT
package org.throng.parcel;

import org.throng.event.EventId;

/** What a header says to its reader (docs/protocol.md, section 4). */
public record SealedPlain(byte[] sessionKey, EventId bodyId, int scheme, int day, int relayIndex) {}
