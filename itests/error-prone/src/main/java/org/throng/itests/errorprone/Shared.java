// SPDX-License-Identifier: MIT
package org.throng.itests.errorprone;

/**
 * An agent of Maven's own JVM that does nothing: its jar has Error Prone on its class path, and so the loader that javac itself is
 * of has it too. By itself javac makes a loader for each of its more than hundred runs in a build, and Error Prone is read,
 * linked and compiled anew in each; from here it is that once.
 */
public final class Shared {
    private Shared() {}

    /**
     * Called by the JVM before Maven begins.
     *
     * @param options none are known
     */
    public static void premain(String options) {}
}
