// SPDX-License-Identifier: MIT
/**
 * The role that keeps a relay's header feed (docs/protocol.md, sections 7 and 8): a log for each crowd and lane, written in the
 * batches that store the headers; each minute a tick with the heads of all logs; all of it served as tiles.
 *
 * <p>{@link org.throng.relay.feed.FeedAccount} is what there is of it while a relay's store is open.
 */
package org.throng.relay.feed;
