// SPDX-License-Identifier: MIT
/** The contract of the mailbox: my letters, and what the outbox and the inbox must not forget. */
@Export
@Version("0.1.0")
package org.throng.mailbox;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
