// SPDX-License-Identifier: MIT
/** What lets a build load Error Prone once. */
package org.throng.itests.errorprone;
