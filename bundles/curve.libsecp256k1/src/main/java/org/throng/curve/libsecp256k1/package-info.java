// SPDX-License-Identifier: MIT
/** What is done once on the curve, by the C library libsecp256k1; an optional bundle. */
package org.throng.curve.libsecp256k1;
