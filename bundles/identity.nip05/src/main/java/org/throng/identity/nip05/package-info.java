// SPDX-License-Identifier: MIT
/** Asks domains over HTTPS which key they say a name has. */
package org.throng.identity.nip05;
