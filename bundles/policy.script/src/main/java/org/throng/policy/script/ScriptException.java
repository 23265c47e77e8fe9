// SPDX-License-Identifier: MIT
package org.throng.policy.script;

/** The script gave no verdict; the message says why, without anything that it was told or that it said. */
final class ScriptException extends Exception {
    private static final long serialVersionUID = 1;

    ScriptException(String message) {
        super(message);
    }
}
