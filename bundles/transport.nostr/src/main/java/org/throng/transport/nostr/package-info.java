// SPDX-License-Identifier: MIT
/** Transport by any relay that speaks NIP-01, over Jetty's WebSocket client. */
package org.throng.transport.nostr;
