// SPDX-License-Identifier: MIT
/**
 * The contract of storage: bytes under ordered keys, written in batches that are whole and durable or not there.
 *
 * <p>What a relay keeps and what a mailbox keeps are both expressed in it; a variant knows nothing of either.
 */
@Export
@Version("0.1.0")
package org.throng.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
