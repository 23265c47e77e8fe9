// SPDX-License-Identifier: MIT
package org.throng.policy.limits;

/** A bucket: full it holds {@code burst}, and each second brings {@code perSecond}. */
record Rate(double perSecond, double burst) {}
