// SPDX-License-Identifier: MIT
/**
 * How fast a relay is, beside a relay that we did not write. The load comes from a process of its own, with events that were signed
 * before, on a core of its own.
 */
package org.throng.itests.benchmarks.relay;
