// SPDX-License-Identifier: MIT
/**
 * The contract of sessions: what the nodes of two contacts share, as plain data, and the steps that change it
 * (docs/protocol.md, section 6).
 */
@Export
@Version("0.1.0")
package org.throng.session;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
