// SPDX-License-Identifier: MIT
/** Profiles: where and how somebody can be written to (docs/protocol.md, section 3). */
@Export
@Version("0.1.0")
package org.throng.parcel.profile;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
