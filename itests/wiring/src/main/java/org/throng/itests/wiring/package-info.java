// SPDX-License-Identifier: MIT
/** How the bundles stand together: arrows, swaps, what is left after a stop; all of it stands in the tests. */
package org.throng.itests.wiring;
