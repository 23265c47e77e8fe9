// SPDX-License-Identifier: MIT
/** Stores that end with the process: for tests, and for a relay that is meant to forget. */
package org.throng.store.memory;
