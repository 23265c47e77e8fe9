// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

/** Words by which a run leaves tests out ({@code -DexcludedGroups=}). */
final class Tags {
    /** Other programs, or what an operator sees, are its subject, and no part of the platform: {@code check} has it on one Java alone. */
    static final String ONE_JAVA = "one-java";

    private Tags() {}
}
