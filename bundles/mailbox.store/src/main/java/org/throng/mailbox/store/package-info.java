// SPDX-License-Identifier: MIT
/** The mailbox on any ordered store, each record encrypted and authenticated under a key from the vault. */
package org.throng.mailbox.store;
