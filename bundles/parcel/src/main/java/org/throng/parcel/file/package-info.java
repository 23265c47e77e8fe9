// SPDX-License-Identifier: MIT
/** Files: padding, chunks, manifests (docs/protocol.md, section 5). */
@Export
@Version("0.1.0")
package org.throng.parcel.file;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
