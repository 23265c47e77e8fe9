// SPDX-License-Identifier: MIT
/** Hot deployment: a bundle dropped into {@code deploy/} runs, its removal stops it, a broken one is set aside. */
package org.throng.deploy;
