// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

/** Which order of steps multiplies by a secret. */
enum Form {
    /** The fewest steps; their order, and the addresses that they read, show the secret to who shares the processor. */
    OWN_MACHINE,
    /** The same order of steps for every secret, a fifth slower; addresses still depend on it. */
    SHARED_HOST
}
