// SPDX-License-Identifier: MIT
/** The role that keeps sessions and reading keys in the mailbox, for outbox and inbox. */
package org.throng.mail.session;
