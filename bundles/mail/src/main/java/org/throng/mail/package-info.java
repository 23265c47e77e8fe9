// SPDX-License-Identifier: MIT
/** The contract of mail: send a draft, follow what comes in, and say how things stand. */
@Export
@Version("0.1.0")
package org.throng.mail;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
