// SPDX-License-Identifier: MIT
/** The contract of identities: who I am, whom I know, and how their keys are written (NIP-19). */
@Export
@Version("0.1.0")
package org.throng.identity;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
