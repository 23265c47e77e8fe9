// SPDX-License-Identifier: MIT
/** The contract of a relay with its operator. What clients say to it goes over the wire and is no matter of this. */
@Export
@Version("0.1.0")
package org.throng.relay;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
