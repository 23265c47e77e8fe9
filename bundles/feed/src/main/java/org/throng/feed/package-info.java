// SPDX-License-Identifier: MIT
/**
 * The contract of the header feed (docs/protocol.md, section 8): where its tiles lie, how they hash, what a tick and a
 * checkpoint say, and how growth is proven. Plain values and functions, without network, disk or clock: a relay, a client and
 * an auditor use the same ones.
 *
 * <p>Trees are those of RFC 6962, tiles those of C2SP tlog-tiles, checkpoints those of C2SP tlog-checkpoint, signed as C2SP
 * signed-note says.
 */
@Export
@Version("0.1.0")
package org.throng.feed;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
