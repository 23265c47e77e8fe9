// SPDX-License-Identifier: MIT
/** How fast scans and verification are, against libsecp256k1 and against JavaScript. */
package org.throng.itests.benchmarks;
