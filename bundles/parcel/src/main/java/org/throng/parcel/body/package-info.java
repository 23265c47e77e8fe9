// SPDX-License-Identifier: MIT
/** The inside of a body: plaintext, rules, keys (docs/protocol.md, section 5). */
@Export
@Version("0.1.0")
package org.throng.parcel.body;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
