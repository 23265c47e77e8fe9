// SPDX-License-Identifier: MIT
package org.throng.policy;

/**
 * What a policy wants of those who write.
 *
 * @param proofBits of NIP-13 that an event needs now; 0 for none
 * @param restricted whether only some may write, or only something
 */
public record Demands(int proofBits, boolean restricted) {
    public static final Demands NONE = new Demands(0, false);

    /** What both want together. */
    public Demands and(Demands other) {
        return new Demands(Math.max(proofBits, other.proofBits), restricted || other.restricted);
    }
}
