// SPDX-License-Identifier: MIT
/**
 * Every parser of foreign bytes against random ones, one target a class. {@code mvn verify} replays the seeds;
 * {@code mvn verify -Dfuzz.seconds=8} fuzzes each target for so long, in a JVM of its own. An input that breaks something is
 * left in the module's folder as {@code crash-…}.
 */
package org.throng.itests.fuzz;
