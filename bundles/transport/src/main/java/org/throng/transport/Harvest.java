// SPDX-License-Identifier: MIT
package org.throng.transport;

/**
 * What a look at a window of time brought.
 *
 * @param headers shown, those that came twice counted twice
 * @param complete false where more headers of one slot exist than the relay gives in one answer: what is missing cannot
 *     be asked for, and the user is told
 * @param rest UNIX seconds: everything in the window that is newer was shown; before the window's beginning where there is
 *     no more
 */
public record Harvest(long headers, boolean complete, long rest) {}
