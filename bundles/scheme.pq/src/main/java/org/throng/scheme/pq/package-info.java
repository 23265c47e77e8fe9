// SPDX-License-Identifier: MIT
/** Scheme 3: found by one key agreement, with a layer of ML-KEM-768 around the words. */
package org.throng.scheme.pq;
