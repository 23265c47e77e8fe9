// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.throng.event.Event;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;
import org.throng.scheme.Contents;
import org.throng.scheme.Match;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;
import org.throng.scheme.Recipient;
import org.throng.scheme.Scheme;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sender;
import org.throng.scheme.Sighting;

/** Recognises by look-up what a test says, and does nothing else. */
final class TableScheme implements Scheme {
    private final BiFunction<List<Sighting>, List<Reader>, List<Match>> table;

    TableScheme(BiFunction<List<Sighting>, List<Reader>, List<Match>> table) {
        this.table = table;
    }

    @Override
    public int number() {
        return 99;
    }

    @Override
    public String name() {
        return "table";
    }

    @Override
    public Recognition recognition() {
        return Recognition.LOOKUP;
    }

    @Override
    public List<Match> recognise(List<Sighting> sightings, List<Reader> readers) {
        return table.apply(sightings, readers);
    }

    @Override
    public SealedBody seal(Sender sender, Recipient recipient, Contents contents, Slot slot, Label label) {
        throw new AssertionError("not asked");
    }

    @Override
    public Event address(Sender sender, Recipient recipient, SealedBody body, Slot slot, Label label, int relayIndex) {
        throw new AssertionError("not asked");
    }

    @Override
    public Optional<Opened> open(Match match, byte[] content) {
        throw new AssertionError("not asked");
    }
}
