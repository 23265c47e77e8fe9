// SPDX-License-Identifier: MIT
/** Reads docs/vectors for the tests of any bundle. */
package org.throng.itests.vectors;
