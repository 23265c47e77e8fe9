// SPDX-License-Identifier: MIT
/**
 * A Nostr event, its id, a filter, and the messages of NIP-01 between client and relay: plain values and the one strict,
 * bounded reader of their JSON.
 */
@Export
@Version("0.1.0")
package org.throng.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
