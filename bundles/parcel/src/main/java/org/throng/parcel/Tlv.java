// SPDX-License-Identifier: MIT
package org.throng.parcel;

/** One part of a body: type, length and value (docs/protocol.md, sections 5 and 13). */
public record Tlv(int type, byte[] value) {}
