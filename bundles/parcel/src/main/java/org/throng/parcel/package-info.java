// SPDX-License-Identifier: MIT
/**
 * What travels: header and body, their bytes, padding and events. Plain values with the refusals of docs/protocol.md,
 * sections 3 to 5 and 13; each layout is written once, here.
 */
@Export
@Version("0.1.0")
package org.throng.parcel;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
