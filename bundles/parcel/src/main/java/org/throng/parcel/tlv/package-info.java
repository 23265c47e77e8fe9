// SPDX-License-Identifier: MIT
/** The values of a body's parts by type; each layout and its refusals are written once, here (docs/protocol.md, section 13). */
@Export
@Version("0.1.0")
package org.throng.parcel.tlv;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
