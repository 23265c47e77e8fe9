// SPDX-License-Identifier: MIT
/** Many points in lock step: one schedule of steps, carried out on all of them together. */
package org.throng.curve.lockstep;
