// SPDX-License-Identifier: MIT
package org.throng.session;

import org.throng.parcel.tlv.ShortId;

/**
 * A session on which messages can leave now.
 *
 * @param name names it here, as long as it lives; 1 to 64 characters of [0-9a-f]
 * @param node of the contact
 * @param postQuantum whether a KEM secret is in its roots
 * @param room how many more letters' bodies may be drawn for before the other side must be heard of; 0 = wait
 * @param sayBy by when a body must leave on this line though there are no words for it, UNIX seconds; {@link Long#MAX_VALUE} =
 *     none is owed here
 */
public record Line(String name, ShortId node, boolean postQuantum, int room, long sayBy) {}
