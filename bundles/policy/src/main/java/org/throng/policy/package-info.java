// SPDX-License-Identifier: MIT
/**
 * The contract of write policies: what a relay asks before it accepts an event, and the lists of what an operator banned or
 * allowed.
 *
 * <p>A {@link org.throng.policy.Policy} is a service that comes and goes while the relay runs. It decides about an event of
 * which form and id are right; it is told where the event came from, and stores nothing of that.
 */
@Export
@Version("0.1.0")
package org.throng.policy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
