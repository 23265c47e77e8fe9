// SPDX-License-Identifier: MIT
package org.throng.parcel;

/** The header record of 128 bytes: E 32, view tag 8, sealed 72, mac 16 (docs/protocol.md, section 4). */
public record Header(byte[] bytes) {}
