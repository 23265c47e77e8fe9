// SPDX-License-Identifier: MIT
package org.throng.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.event.MalformedException;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.77/24, 192.0.2.2, true",
        "192.0.2.0/24, 192.0.3.2, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "2001:db8::1, 2001:db8::1, true",
        "::ffff:192.0.2.1, 192.0.2.1, true",
    })
    void rangeHasWhatBeginsAsItDoes(String range, String address, boolean in) throws Exception {
        assertEquals(in, AddressRange.read(range).contains(InetAddress.getByName(address)));
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() throws Exception {
        for (String text : new String[] {"192.0.2.1", "192.0.2.0/24", "2001:db8:0:0:0:0:0:0/64"}) {
            assertEquals(text, AddressRange.read(text).toString());
        }
        assertEquals(AddressRange.read("192.0.2.9/24"), AddressRange.read("192.0.2.0/24"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "1.2.3",
                "1.2.3.4.5",
                "256.0.0.1",
                "192.0.2.0/33",
                "192.0.2.0/",
                "fe80::1%eth0"
            })
    void nameOrHalfAnAddressIsRefusedWithoutALookUp(String text) {
        assertThrows(MalformedException.class, () -> AddressRange.read(text));
    }
}
