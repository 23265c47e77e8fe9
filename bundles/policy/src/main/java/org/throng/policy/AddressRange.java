// SPDX-License-Identifier: MIT
package org.throng.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.throng.event.MalformedException;

/** One IP address, or all that begin alike. */
public final class AddressRange {
    private static final String EXPECTED =
            "expected an IPv4 or IPv6 address, alone or with the length of its prefix, such as 192.0.2.1 or 2001:db8::/64";

    private final byte[] first;
    private final int bits;

    private AddressRange(byte[] first, int bits) {
        this.first = first;
        this.bits = bits;
    }

    /** {@code 192.0.2.1}, {@code 192.0.2.0/24}, {@code 2001:db8::1} or {@code 2001:db8::/64}; never looks up a name. */
    public static AddressRange read(String text) throws MalformedException {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        int most = 8 * address.length;
        return of(address, slash < 0 ? most : length(text.substring(slash + 1), most));
    }

    /**
     * The range of this length that an address is in.
     *
     * @param bits that its addresses begin with; as many as the address has where it has fewer
     */
    public static AddressRange of(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        return of(bytes, Math.min(bits, 8 * bytes.length));
    }

    private static AddressRange of(byte[] address, int bits) {
        for (int i = bits; i < 8 * address.length; i++) {
            address[i >> 3] &= (byte) ~(0x80 >> (i & 7));
        }
        return new AddressRange(address, bits);
    }

    private static byte[] address(String text) throws MalformedException {
        boolean four = text.matches("([0-9]{1,3}\\.){3}[0-9]{1,3}");
        if (!four && !(text.length() <= 45 && text.indexOf(':') >= 0 && text.matches("[0-9a-fA-F:.]+"))) {
            throw new MalformedException(EXPECTED);
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new MalformedException(EXPECTED);
        }
    }

    private static int length(String text, int most) throws MalformedException {
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > most) {
            throw new MalformedException(EXPECTED);
        }
        return Integer.parseInt(text);
    }

    /** Bits that its addresses begin with. */
    public int bits() {
        return bits;
    }

    /** Whether an address is in it; an IPv4 address in an IPv6 range never is. */
    public boolean contains(InetAddress address) {
        return equals(of(address, bits));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange that && bits == that.bits && Arrays.equals(first, that.first);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(first) + bits;
    }

    /** As it is read; in full, where it is IPv6. */
    @Override
    public String toString() {
        try {
            String address = InetAddress.getByAddress(first).getHostAddress();
            return bits == 8 * first.length ? address : address + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
