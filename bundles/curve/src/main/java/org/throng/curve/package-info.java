// SPDX-License-Identifier: MIT
/**
 * The contract of the curve secp256k1: keys, BIP-340 signatures, agreement with one point and with many at once.
 *
 * <p>Values are checked once, when they are made; only {@link org.throng.curve.Curve#contains} and the operations
 * themselves can say whether 32 bytes are the x coordinate of a point.
 */
@Export
@Version("0.1.0")
package org.throng.curve;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
