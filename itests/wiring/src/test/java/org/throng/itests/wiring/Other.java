// SPDX-License-Identifier: MIT
package org.throng.itests.wiring;

/** A record that needs nothing but Java: any class loader can define it once more. */
record Other(int number, String text) {}
