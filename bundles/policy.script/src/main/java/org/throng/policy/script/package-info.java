// SPDX-License-Identifier: MIT
/**
 * The policy of a script: asks a program of the operator's about each event, in the JSON lines that strfry's write-policy plugins
 * speak, so that one written for strfry runs unchanged.
 *
 * <p>{@link org.throng.policy.script.ScriptPolicy} takes questions, {@link org.throng.policy.script.Asker} asks them one after the
 * other on a thread of its own, and {@link org.throng.policy.script.RunningScript} is the process.
 */
package org.throng.policy.script;
