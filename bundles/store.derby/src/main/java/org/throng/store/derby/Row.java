// SPDX-License-Identifier: MIT
package org.throng.store.derby;

/**
 * A row of the table of entries.
 *
 * @param key as the caller knows it
 * @param value {@code null} where it lies in pieces
 * @param pieces the id of the pieces, 0 where there are none
 * @param size bytes of the value in pieces
 */
record Row(byte[] key, byte[] value, long pieces, int size) {}
