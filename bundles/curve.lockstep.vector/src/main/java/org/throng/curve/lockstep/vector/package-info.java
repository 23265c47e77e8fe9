// SPDX-License-Identifier: MIT
/** The field in vectors of doubles, for processors with at least four lanes and a Java that has the Vector API. */
package org.throng.curve.lockstep.vector;
