// SPDX-License-Identifier: MIT
/** Journeys of the real distribution, as processes over real sockets and disks; all of it stands in the tests. */
package org.throng.itests.journey;
