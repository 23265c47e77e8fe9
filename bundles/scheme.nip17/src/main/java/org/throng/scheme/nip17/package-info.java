// SPDX-License-Identifier: MIT
/** Gift wraps for people who do not use Throng (NIP-17, NIP-44, NIP-59). */
package org.throng.scheme.nip17;
