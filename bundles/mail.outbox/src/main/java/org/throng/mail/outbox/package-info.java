// SPDX-License-Identifier: MIT
/** The way out: compose, seal, post, and try again until the letter is where it should be. */
package org.throng.mail.outbox;
