// SPDX-License-Identifier: MIT
/** Whether the events of one scheme can be told from those of another: the tests of this module ask. */
package org.throng.itests.statistics;
