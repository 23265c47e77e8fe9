// SPDX-License-Identifier: MIT
package org.throng.scheme;

import org.throng.parcel.Header;
import org.throng.parcel.Label;

/**
 * A header as it was met.
 *
 * @param logDay the day of the protocol's section 1: of the first tick that covers the record, or, without a feed, of
 *     the header event's created_at
 */
public record Sighting(Header header, Label label, int logDay) {}
