// SPDX-License-Identifier: MIT
/** The contract of transport: post, follow headers, fetch a body. */
@Export
@Version("0.1.0")
package org.throng.transport;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
