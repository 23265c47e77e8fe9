// SPDX-License-Identifier: MIT
/** The contract of encryption schemes: seal for a recipient, recognise a header, open a body. */
@Export
@Version("0.1.0")
package org.throng.scheme;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
