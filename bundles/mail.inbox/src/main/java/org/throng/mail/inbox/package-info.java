// SPDX-License-Identifier: MIT
/** The way in: follow the headers, scan, fetch, open, and keep each letter once. */
package org.throng.mail.inbox;
