// SPDX-License-Identifier: MIT
package org.throng.session;

/**
 * What comes of an input: the state that is to be kept in place of the one before, and the result. The result may be used
 * only after the state is on the disk.
 */
public record Step<T>(Conversation next, T result) {}
