// SPDX-License-Identifier: MIT
package org.throng.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * The part of an address that one customer usually holds whole, and by which clients are counted: all of an IPv4
 * address, the first 64 bits of an IPv6 address.
 *
 * @param prefix hex, 8 or 16 digits
 */
public record Network(String prefix) {
    private static final int IPV6_BYTES = 8;

    public static Network of(InetAddress address) {
        byte[] bytes = address.getAddress();
        int length = address instanceof Inet6Address ? IPV6_BYTES : bytes.length;
        return new Network(HexFormat.of().formatHex(bytes, 0, length));
    }
}
