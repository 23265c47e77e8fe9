// SPDX-License-Identifier: MIT
/**
 * Scheme 2: sessions between known contacts (docs/protocol.md, section 6). Headers are found by looking up one-time tags; the
 * keys come from chains that are renewed by fresh shares and erased once used.
 */
package org.throng.scheme.tagged;
