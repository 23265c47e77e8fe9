// SPDX-License-Identifier: MIT
package org.throng.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:7447",
        "0.0.0.0, 127.0.0.1:7447",
        "::, 127.0.0.1:7447",
        "192.0.2.1, 192.0.2.1:7447",
        "2001:db8::1, [2001:db8:0:0:0:0:0:1]:7447",
    })
    void authorityIsOneForAUrlOnThisMachine(String host, String authority) {
        Listener listener = new Listener() {
            @Override
            public String name() {
                return "relay";
            }

            @Override
            public InetSocketAddress address() {
                return new InetSocketAddress(host, 7447);
            }

            @Override
            public int connections() {
                return 0;
            }
        };
        assertEquals(authority, listener.authority());
    }
}
