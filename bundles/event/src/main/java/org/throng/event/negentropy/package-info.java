// SPDX-License-Identifier: MIT
/**
 * Finds out what two sides have that the other has not, without sending all ids: Negentropy protocol V1, range-based set
 * reconciliation, as NIP-77 carries it.
 *
 * <pre>
 * message     = 0x61 ‖ range …              the ranges follow each other from (0, 0…) on; what is behind the last one is skipped
 * range       = bound ‖ mode ‖ payload
 * bound       = time ‖ length varint ‖ prefix of an id   upper end, exclusive; missing bytes of the id are 0
 * time        = varint: 0 = infinity, else 1 + difference to the bound before it in this message
 * mode 0      : nothing                     not to be looked at any more
 * mode 1      : fingerprint 16              of all ids that the sender has in the range
 * mode 2      : count varint ‖ id 32 …      those ids themselves
 * varint      = base 128, most significant digit first, high bit set on all but the last byte
 * fingerprint = SHA-256(sum of the ids, little-endian, mod 2^256 ‖ count varint)[0..16]
 * </pre>
 */
@Export
@Version("0.1.0")
package org.throng.event.negentropy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
