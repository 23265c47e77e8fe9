// SPDX-License-Identifier: MIT
/** The home folder of a node: where what lies, who holds it, and how the command line finds the node. */
@Export
@Version("0.1.0")
package org.throng.home;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
