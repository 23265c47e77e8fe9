// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.throng.event.Event;
import org.throng.event.Filter;

class DeletionTest {
    private final Author ann = new Author(1);
    private final Author bob = new Author(2);
    private RelayFixture relay;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        relay = RelayFixture.start();
        client = relay.connect();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        relay.close();
    }

    private static String e(Event event) {
        return "e=" + event.id().hex();
    }

    private String a(int kind, String d) {
        return "a=" + kind + ":" + ann.key().hex() + ":" + d;
    }

    @Test
    void authorDeletesByIdAndTheDeletionStays() throws Exception {
        Event note = ann.note("regretted");
        Event kept = ann.note("kept");
        client.publish(note);
        client.publish(kept);
        Event deletion = ann.write(5, NOW, "", e(note), "k=1");
        client.publish(deletion);
        assertEquals(List.of(), client.find(Filter.ALL.withIds(note.id())));
        assertEquals(2, client.find(Filter.ALL).size());
        assertEquals(List.of(deletion), client.find(Filter.ALL.withKinds(5)));
        assertTrue(client.refused(note).startsWith("blocked: "));
    }

    @Test
    void deletionMayComeBeforeTheEvent() throws Exception {
        Event note = ann.note("regretted");
        client.publish(ann.write(5, NOW, "", e(note)));
        assertTrue(client.refused(note).startsWith("blocked: "));
    }

    @Test
    void othersCannotDelete() throws Exception {
        Event note = ann.note("mine");
        Event later = ann.note("mine too");
        Event article = ann.write(30_023, NOW - 5, "", "d=x");
        client.publish(note);
        client.publish(article);
        client.publish(bob.write(5, NOW, "", e(note), e(later), a(30_023, "x")));
        client.publish(later);
        assertEquals(3, client.find(Filter.ALL.withAuthors(ann.key())).size());
    }

    @Test
    void deletionOfADeletionHasNoEffect() throws Exception {
        Event note = ann.note("regretted");
        client.publish(note);
        Event deletion = ann.write(5, NOW, "", e(note));
        client.publish(deletion);
        client.publish(ann.write(5, NOW + 1, "", e(deletion)));
        assertEquals(2, client.find(Filter.ALL.withKinds(5)).size());
        client.refused(note);
    }

    @Test
    void addressDeletesOlderVersionsOnly() throws Exception {
        Event old = ann.write(30_023, NOW - 10, "old", "d=x");
        client.publish(old);
        client.publish(ann.write(5, NOW - 5, "", a(30_023, "x")));
        assertEquals(List.of(), client.find(Filter.ALL.withKinds(30_023)));
        assertTrue(client.refused(ann.write(30_023, NOW - 7, "older than the deletion", "d=x"))
                .startsWith("blocked: "));
        client.refused(ann.write(30_023, NOW - 5, "as old as the deletion", "d=x"));
        Event fresh = ann.write(30_023, NOW - 4, "newer", "d=x");
        client.publish(fresh);
        client.publish(ann.write(5, NOW - 8, "", a(30_023, "x")));
        assertEquals(List.of(fresh), client.find(Filter.ALL.withKinds(30_023)));
    }

    @Test
    void addressIsBoundByKindAuthorAndD() throws Exception {
        Event article = ann.write(30_023, NOW - 9, "", "d=x");
        client.publish(article);
        for (String tag : List.of(
                a(30_024, "x"),
                a(30_023, "y"),
                a(30_023, "x:"),
                "a=30023:" + bob.key().hex() + ":x",
                "a=30023:" + ann.key().hex(),
                "a=30023x:" + ann.key().hex() + ":x",
                "a=99999:" + ann.key().hex() + ":x",
                "a=",
                "a")) {
            client.publish(ann.write(5, NOW, "", tag));
        }
        assertEquals(List.of(article), client.find(Filter.ALL.withKinds(30_023)));
    }

    @Test
    void addressOfAPlainReplaceableEndsInAColon() throws Exception {
        client.publish(ann.write(10_002, NOW - 9, ""));
        client.publish(ann.write(5, NOW, "", a(10_002, "")));
        assertEquals(List.of(), client.find(Filter.ALL.withKinds(10_002)));
        client.refused(ann.write(10_002, NOW - 1, ""));
        client.publish(ann.write(10_002, NOW + 1, ""));
    }

    @Test
    void colonInsideDIsPartOfIt() throws Exception {
        client.publish(ann.write(30_023, NOW - 9, "", "d=a:b:c"));
        client.publish(ann.write(5, NOW, "", a(30_023, "a:b:c")));
        assertEquals(List.of(), client.find(Filter.ALL.withKinds(30_023)));
    }

    @Test
    void receiverDeletesAWrapAndOthersCannot() throws Exception {
        Author once = new Author(50);
        Event wrap = once.write(1059, NOW - 9, "sealed", "p=" + bob.key().hex());
        client.publish(wrap);
        client.publish(ann.write(5, NOW, "", e(wrap)));
        assertTrue(client.publish(wrap).message().startsWith("duplicate"));
        client.publish(bob.write(5, NOW, "", e(wrap)));
        assertTrue(client.refused(wrap).startsWith("blocked: "));
        Event unseen = once.write(1059, NOW - 8, "sealed", "p=" + bob.key().hex());
        client.publish(bob.write(5, NOW, "", e(unseen)));
        client.refused(unseen);
    }

    @Test
    void deletedReplaceableDoesNotBringTheOlderOneBack() throws Exception {
        client.publish(ann.write(0, NOW - 9, "first"));
        Event second = ann.write(0, NOW - 5, "second");
        client.publish(second);
        client.publish(ann.write(5, NOW, "", e(second)));
        assertEquals(List.of(), client.find(Filter.ALL.withKinds(0)));
        client.publish(ann.write(0, NOW - 1, "third"));
        assertEquals(1, client.find(Filter.ALL.withKinds(0)).size());
    }

    @Test
    void malformedTagsOfADeletionDoNoHarm() throws Exception {
        client.publish(ann.write(5, NOW, "", "e", "e=xyz", "e=" + "A".repeat(64), "a=::", "a=5:", "k=1"));
        client.publish(ann.note("after"));
    }
}
