// SPDX-License-Identifier: MIT
/** The curve by Bouncy Castle: the reference, and what runs everywhere. */
package org.throng.curve.bouncycastle;
