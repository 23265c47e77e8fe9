// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.throng.mail.Conversations;
import org.throng.mailbox.Drawer;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.Expected;
import org.throng.scheme.Match;
import org.throng.scheme.Reader;
import org.throng.scheme.Sighting;
import org.throng.session.Source;

/** Headers of which a table says that they are expected. */
class LookUpTest {
    private final Room room = new Room();
    private final List<String> told = new ArrayList<>();
    private final Conversations conversations = (Conversations) Proxy.newProxyInstance(
            Conversations.class.getClassLoader(), new Class<?>[] {Conversations.class}, (self, method, words) -> {
                if (method.getName().equals("expected")) {
                    return Expected.NOTHING;
                }
                told.add(method.getName());
                if (method.getName().equals("used")) {
                    Conversations.Index index = new Conversations.Index(
                            room.alice.npub(), new Source.Index("line", ShortId.of(new byte[8]), 7));
                    room.mailbox.write(((Conversations.Noting) words[3]).note(index));
                    return Optional.of(index);
                }
                return null;
            });
    private final Readers readers =
            new Readers(room.identities, () -> Optional.of(room.keys), () -> Optional.of(conversations));
    private boolean isVoid;
    private final LookUp lookUp = new LookUp(
            room.identities,
            readers,
            () -> List.of(new TableScheme(this::first)),
            () -> Optional.of(conversations),
            room.clock);

    private List<Match> first(List<Sighting> sightings, List<Reader> all) {
        Reader reader = all.get(0);
        return isVoid
                ? List.of(Match.ofVoid(0, reader, new byte[32]))
                : List.of(new Match(0, reader, room.pending(1).plain(), new byte[32]));
    }

    private List<Sighting> look() throws Exception {
        List<Sighting> two = Sightings.of(
                List.of(
                        room.sealed(room.alice.text("one", 1).tlv()).header(),
                        room.sealed(room.alice.text("two", 2).tlv()).header()),
                room.clock.seconds());
        LookUp.Looked looked = lookUp.look(room.mailbox, room.a.url(), two);
        assertEquals(List.of(two.get(1)), looked.misses());
        assertEquals(isVoid ? 0 : 1, looked.fresh());
        return looked.misses();
    }

    @Test
    void expectedHeaderIsNotedInTheWriteThatUsesItsKeyUp() throws Exception {
        look();
        assertEquals(List.of("used"), told);
        assertEquals(1, room.notes(Drawer.PENDING).size());
    }

    /** A record whose mac verifies uses its index up whatever else is wrong with it. */
    @Test
    void voidHeaderUsesItsKeyUpAndNothingIsFetched() throws Exception {
        isVoid = true;
        look();
        assertEquals(List.of("used", "lost"), told);
        assertEquals(List.of(), room.notes(Drawer.PENDING));
    }
}
