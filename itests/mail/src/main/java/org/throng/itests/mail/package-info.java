// SPDX-License-Identifier: MIT
/**
 * The surroundings of the outbox and the inbox in memory: relays that a test can make silent, late or dishonest, a clock that
 * it moves, people with keys, and a real mailbox without a disk.
 */
package org.throng.itests.mail;
