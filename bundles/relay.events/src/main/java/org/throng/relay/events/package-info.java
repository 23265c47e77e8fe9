// SPDX-License-Identifier: MIT
/**
 * The relay: Nostr clients talk to it over WebSocket (NIP-01, 09, 11, 13, 17, 40, 42, 45, 59, 70), and it keeps headers and
 * bodies by the rules of docs/protocol.md, section 3. It cannot name a letter, a scheme or an identity.
 *
 * <p>The journey of an event: {@link org.throng.relay.events.Session} reads it and {@link org.throng.relay.events.Checks}
 * looks at its form, on a thread of the listener; {@link org.throng.relay.events.Intake} verifies many signatures at once;
 * {@link org.throng.relay.events.Gate} asks the policies before and after that; and one thread adds all that waits to {@link org.throng.relay.events.StoredEvents} in one commit. Only then is it
 * answered with OK and shown to {@link org.throng.relay.events.Subscribers}.
 *
 * <p>The journey of a question: {@link org.throng.relay.events.Plan} chooses indexes,
 * {@link org.throng.relay.events.Query} walks them side by side, and {@link org.throng.relay.events.Subscription} sends
 * what it finds as fast as the client reads.
 */
package org.throng.relay.events;
