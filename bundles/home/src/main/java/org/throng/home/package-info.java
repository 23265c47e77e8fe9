// SPDX-License-Identifier: MIT
/**
 * The contract of a home: the folder in which everything that changes lies, who may use it now, and how a command finds
 * the node that does.
 */
@Export
@Version("0.1.0")
package org.throng.home;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
