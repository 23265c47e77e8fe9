// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mail.Conversations;
import org.throng.mail.ReadingKeys;
import org.throng.scheme.Expected;
import org.throng.scheme.Reader;

/** My keys as a scheme wants them, opened anew for each use. Threads: any. */
final class Readers {
    private final Identities identities;
    private final Supplier<Optional<ReadingKeys>> keys;
    private final Supplier<Optional<Conversations>> conversations;

    Readers(
            Identities identities,
            Supplier<Optional<ReadingKeys>> keys,
            Supplier<Optional<Conversations>> conversations) {
        this.identities = identities;
        this.keys = keys;
        this.conversations = conversations;
    }

    /** What is done with keys that are open. */
    interface Use<T> {
        T of(List<Reader> readers) throws IOException, IdentityException;
    }

    /** One reader for each identity, for one-time keys belong to the npub whatever else it scans with. */
    <T> T withNpubs(Use<T> use) throws IOException, IdentityException {
        return with(false, use);
    }

    /** Every key that somebody may have sealed a header to. */
    <T> T withAll(Use<T> use) throws IOException, IdentityException {
        return with(true, use);
    }

    private <T> T with(boolean all, Use<T> use) throws IOException, IdentityException {
        ReadingKeys mine = keys.get().orElseThrow(() -> new AbsentException("no bundle keeps the reading keys now"));
        List<Reader> readers = new ArrayList<>();
        try {
            for (Identity identity : identities.list()) {
                PublicKey npub = identity.npub();
                Expected expected =
                        conversations.get().map(kept -> kept.expected(npub)).orElse(Expected.NOTHING);
                for (PublicKey agreeing : all ? mine.agreeing(npub) : List.of(npub)) {
                    Optional<SecretKey> secret = mine.secret(npub, agreeing);
                    secret.ifPresent(open -> readers.add(new Reader(npub, agreeing, open, List.of(), expected)));
                }
            }
            return use.of(List.copyOf(readers));
        } finally {
            readers.forEach(reader -> reader.secret().close());
        }
    }
}
