// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.throng.event.RelayUrl;
import org.throng.http.Listener;
import org.throng.identity.Identity;
import org.throng.itests.mail.Person;

class ConfiguredRelaysTest {
    private static final RelayUrl A = RelayUrl.of("wss://a.test");
    private static final RelayUrl B = RelayUrl.of("wss://b.test");

    private static MailSettings settings(String... relays) {
        return (MailSettings) Proxy.newProxyInstance(
                MailSettings.class.getClassLoader(),
                new Class<?>[] {MailSettings.class},
                (self, method, words) -> switch (method.getName()) {
                    case "relays" -> relays;
                    case "nip17_receive" -> true;
                    default -> 40;
                });
    }

    private static Listener listener(InetSocketAddress address) {
        return new Listener() {
            @Override
            public String name() {
                return "relay";
            }

            @Override
            public InetSocketAddress address() {
                return address;
            }

            @Override
            public int connections() {
                return 0;
            }
        };
    }

    @Test
    void relaysStandInTheOrderOfTheSettings() {
        assertEquals(List.of(B, A), new ConfiguredRelays(settings("wss://b.test", "WSS://A.test/")).list());
        assertEquals(List.of(), new ConfiguredRelays(settings()).list());
    }

    @Test
    void addressThatIsNoneIsLeftOutAndTheOthersStay() {
        ConfiguredRelays relays = new ConfiguredRelays(settings("http://a.test", "", "wss://b.test", "b.test"));
        assertEquals(List.of(B), relays.list());
    }

    @Test
    void ownIsThisNodesRelayWhereItListens() throws UnknownHostException {
        ConfiguredRelays relays = new ConfiguredRelays(settings("own", "wss://a.test"));
        assertEquals(List.of(A), relays.list(), "while it does not listen");
        relays.ownRelay = listener(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 7_447));
        RelayUrl own = RelayUrl.of("ws://127.0.0.1:7447");
        assertEquals(List.of(own, A), relays.list());
        assertTrue(relays.isOwn(own));
        assertFalse(relays.isOwn(A));
    }

    @Test
    void ownRelayThatListensEverywhereIsReachedOnTheLoopback() throws UnknownHostException {
        ConfiguredRelays relays = new ConfiguredRelays(settings("own"));
        for (byte[] any : new byte[][] {new byte[4], new byte[16]}) {
            relays.ownRelay = listener(new InetSocketAddress(InetAddress.getByAddress(any), 7_447));
            assertEquals(List.of(RelayUrl.of("ws://127.0.0.1:7447")), relays.list());
        }
    }

    @Test
    void ownRelayThatListensOnAnAddressOfIpVersion6IsReachedThere() throws UnknownHostException {
        ConfiguredRelays relays = new ConfiguredRelays(settings("own"));
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        relays.ownRelay = listener(new InetSocketAddress(InetAddress.getByAddress(loopback), 7_447));
        assertEquals(1, relays.list().size());
        assertTrue(relays.isOwn(relays.list().get(0)));
    }

    @Test
    void identityThatNamesRelaysUsesOnlyThose() {
        ConfiguredRelays relays = new ConfiguredRelays(settings("wss://a.test"));
        Person bob = Person.of("bob");
        assertEquals(List.of(A), relays.of(new Identity(bob.npub(), "bob", 1, List.of())));
        assertEquals(List.of(B), relays.of(new Identity(bob.npub(), "bob", 1, List.of(B))));
    }

    @Test
    void changeIsAppliedAndTold() throws Exception {
        AtomicInteger told = new AtomicInteger();
        ConfiguredRelays relays = new ConfiguredRelays(settings("wss://a.test"));
        AutoCloseable listening = relays.listen(told::incrementAndGet);
        relays.change(settings("wss://b.test"));
        assertEquals(List.of(B), relays.list());
        assertEquals(1, told.get());
        listening.close();
        relays.change(settings("wss://a.test"));
        assertEquals(1, told.get());
    }
}
