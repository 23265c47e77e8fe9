// SPDX-License-Identifier: MIT
/**
 * The suites that every variant of a contract passes. The author of a plugin extends the suite of its contract in the
 * plugin's own tests.
 */
package org.throng.itests.contracts;
