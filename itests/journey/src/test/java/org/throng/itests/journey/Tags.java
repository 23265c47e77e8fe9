// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

/** Words by which a run leaves tests out ({@code -DexcludedGroups=}). */
final class Tags {
    /** Nothing in it depends on the platform more than in those without the word: the short check has it on one Java alone. */
    static final String ONE_JAVA = "one-java";

    private Tags() {}
}
