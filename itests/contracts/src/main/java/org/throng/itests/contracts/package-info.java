// SPDX-License-Identifier: MIT
/**
 * What every variant of a contract must do, as abstract JUnit 5 classes: extend one in the tests of a variant and hand in what
 * is to be tested.
 */
package org.throng.itests.contracts;
