// SPDX-License-Identifier: MIT
package org.throng.transport;

import java.net.URI;

/**
 * Where a relay's header feed lies, as the relay says it (docs/protocol.md, section 8).
 *
 * @param prefix of HTTP, without a slash at its end; the documents lie behind {@code /throng/v1/}
 * @param key the verifier key of its ticks, as text that nobody has looked at
 */
public record FeedAddress(URI prefix, String key) {}
