// SPDX-License-Identifier: MIT
/**
 * The command line: a small program of its own, without Felix. With a running node it speaks to the node's local API;
 * without one it works on the home's files itself, under the home's lock, as far as a word needs no node.
 *
 * <p>It is started for every word, so what it loads is what its user waits for: a word's class is loaded only when that
 * word is said, and text is joined without the platform's run-time code generation (see the module's pom).
 */
package org.throng.cli;
