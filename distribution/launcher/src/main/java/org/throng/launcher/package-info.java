// SPDX-License-Identifier: MIT
/** Starts a role: one framework with the bundles of its feature file, over a home folder. */
package org.throng.launcher;
