// SPDX-License-Identifier: MIT
package org.throng.policy.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.curve.Curve;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.Event;
import org.throng.home.Home;
import org.throng.itests.contracts.PolicyContract;
import org.throng.policy.AddressRange;
import org.throng.policy.Lists.Entry;
import org.throng.policy.Policy;
import org.throng.policy.Subject;

class ListsPolicyTest extends PolicyContract {
    private static final int ANN = 1;
    private static final int BEN = 2;
    private static final int STRANGER = 3;

    private final Curve curve = new BouncyCastleCurve();

    @TempDir
    Path folder;

    private ListsPolicy lists;

    @BeforeEach
    void open() throws IOException {
        Home home = new Home(folder);
        home.lay();
        lists = new ListsPolicy(home);
    }

    @Override
    protected Policy policy() {
        return lists;
    }

    @Override
    protected Curve curve() {
        return curve;
    }

    private Subject key(int author) {
        return new Subject.Key(event(author, 1, "").pubkey());
    }

    private Event wrapFor(int receiver) {
        return event(STRANGER, 1059, "wrap", "p=" + key(receiver).value());
    }

    private static Entry entry(Subject subject) {
        return new Entry(subject, "why");
    }

    private String says(Event event) throws Exception {
        return ask(event).text().replaceFirst(":.*", "");
    }

    @Test
    void emptyListsTakeEverything() throws Exception {
        assertEquals("", says(event(ANN, 1, "a")));
        assertFalse(lists.demands().restricted());
    }

    @Test
    void bannedKeyIsRefusedUntilItIsUnbanned() throws Exception {
        lists.ban(entry(key(ANN)));
        assertEquals("blocked", says(event(ANN, 1, "a")));
        assertEquals("", says(event(BEN, 1, "b")));
        assertTrue(lists.unban(key(ANN)));
        assertFalse(lists.unban(key(ANN)));
        assertEquals("", says(event(ANN, 1, "a")));
    }

    @Test
    void onlyAllowedKeysMayWriteOnceThereIsOne() throws Exception {
        lists.allow(entry(key(ANN)));
        assertTrue(lists.demands().restricted());
        assertEquals("", says(event(ANN, 1, "a")));
        assertEquals("restricted", says(event(BEN, 1, "b")));
        assertTrue(lists.unallow(key(ANN)));
        assertEquals("", says(event(BEN, 1, "b")));
    }

    @Test
    void wrapIsDecidedByWhomItIsForAndHeadersAndBodiesAreNot() throws Exception {
        lists.allow(entry(key(ANN)));
        assertEquals("", says(wrapFor(ANN)));
        assertEquals("restricted", says(wrapFor(BEN)));
        assertEquals("invalid", says(event(STRANGER, 1059, "wrap")));
        assertEquals("", says(event(STRANGER, 4610, "header")));
        assertEquals("", says(event(STRANGER, 4611, "body")));
        lists.unallow(key(ANN));
        lists.ban(entry(key(STRANGER)));
        lists.ban(entry(key(BEN)));
        assertEquals("", says(wrapFor(ANN)));
        assertEquals("blocked", says(wrapFor(BEN)));
    }

    @Test
    void kindsAndEventsCount() throws Exception {
        lists.ban(entry(new Subject.Kind(7)));
        assertEquals("blocked", says(event(ANN, 7, "a")));
        lists.allow(entry(new Subject.Kind(1)));
        assertEquals("", says(event(ANN, 1, "a")));
        assertEquals("restricted", says(event(ANN, 4610, "header")));
        Event one = event(ANN, 1, "bad");
        lists.ban(entry(new Subject.Id(one.id())));
        assertEquals("blocked", says(one));
        Event other = event(ANN, 7, "good");
        lists.allow(entry(new Subject.Id(other.id())));
        assertEquals("", says(other), "an allowed event is taken whatever its kind");
    }

    @Test
    void bannedAddressMayNotConnectNorWrite() throws Exception {
        lists.ban(entry(new Subject.Addresses(AddressRange.read("192.0.2.0/24"))));
        lists.ban(entry(new Subject.Addresses(AddressRange.read("2001:db8::1"))));
        assertTrue(lists.closedTo(InetAddress.getByName("192.0.2.200")).isPresent());
        assertTrue(lists.closedTo(InetAddress.getByName("2001:db8::1")).isPresent());
        assertFalse(lists.closedTo(InetAddress.getByName("2001:db8::2")).isPresent());
        assertEquals("blocked", says(event(ANN, 1, "a")));
        assertTrue(ask(event(ANN, 1, "a"), from("192.0.3.1"), false).isAccepted());
        assertThrows(
                IllegalArgumentException.class,
                () -> lists.allow(entry(new Subject.Addresses(AddressRange.read("192.0.2.1")))));
    }

    @Test
    void subjectStandsOnOneListAtMost() throws Exception {
        lists.ban(new Entry(key(ANN), "spam"));
        lists.ban(new Entry(key(ANN), "more spam"));
        assertEquals(List.of(new Entry(key(ANN), "more spam")), lists.banned());
        lists.allow(entry(key(ANN)));
        assertEquals(List.of(), lists.banned());
        lists.ban(entry(key(ANN)));
        assertEquals(List.of(), lists.allowed());
    }

    @Test
    void listsAreThereAfterARestartForTheirOwnerAlone() throws Exception {
        lists.ban(new Entry(key(ANN), "\"quoted\" \u2028"));
        lists.ban(entry(new Subject.Addresses(AddressRange.read("192.0.2.0/24"))));
        lists.allow(entry(new Subject.Kind(4610)));
        List<Entry> banned = lists.banned();
        List<Entry> allowed = lists.allowed();
        open();
        assertEquals(banned, lists.banned());
        assertEquals(allowed, lists.allowed());
        assertFalse(org.throng.home.PrivateFile.isOpenToOthers(folder.resolve("data/policy/lists.json")));
    }

    @Test
    void damagedListsAreNoLists() throws Exception {
        lists.ban(entry(key(ANN)));
        Path file = folder.resolve("data/policy/lists.json");
        String whole = Files.readString(file);
        for (String damaged : List.of(
                "", "{}", whole.substring(0, whole.length() / 2), whole.replace("key", "kay"), "{\"version\":2}")) {
            Files.writeString(file, damaged);
            assertTrue(assertThrows(IOException.class, this::open).getMessage().contains("is damaged"));
        }
    }

    @Test
    void longReasonIsCut() throws Exception {
        lists.ban(new Entry(key(ANN), "x".repeat(10_000)));
        assertEquals(200, lists.banned().get(0).reason().length());
    }
}
