// SPDX-License-Identifier: MIT
/** A scheme of one's own, as docs/plugins.md shows it. */
package org.example.passphrase;
