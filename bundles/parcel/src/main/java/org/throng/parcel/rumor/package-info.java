// SPDX-License-Identifier: MIT
/** Rumors, and how long ones travel in parts (docs/protocol.md, section 5). */
@Export
@Version("0.1.0")
package org.throng.parcel.rumor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
