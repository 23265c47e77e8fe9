// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.mail.KeptProfile;
import org.throng.mail.PeerKey;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.profile.Profile;
import org.throng.scheme.Recipient;

/**
 * Finds the relays of a recipient: the profile (kind 14610), else the lists that other Nostr clients publish (kinds 10050
 * and 10002), else our own relays; the last two are said aloud.
 *
 * <p>Asked are the peer's reply relay, the relays that the contact names, and our own, at once. A profile that was seen
 * once is kept, for a relay that hides it must not bring the fallback about.
 */
final class Routes {
    static final int MOST_RELAYS = 4;

    private static final int DM_RELAYS = 10_050;
    private static final int RELAY_LIST = 10_002;
    private static final Duration FRESH = Duration.ofMinutes(10);

    /** As {@link #FRESH}, where the peer told of a newer profile: it may not be everywhere yet. */
    private static final Duration STALE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    private final Curve curve;
    private final Lookup lookup;
    private final Clock clock;
    private final Map<PublicKey, Long> askedAt = new ConcurrentHashMap<>();

    /** Asks one relay for the newest event of an author and kind. */
    interface Lookup {
        /** Fails with an {@link IOException} where the relay does not answer. */
        CompletableFuture<Optional<Event>> newest(RelayUrl relay, PublicKey author, int kind);
    }

    /** What came of asking all places at once. */
    private record Answers(List<Event> found, int answers, String silence) {}

    private Answers ask(PublicKey author, int kind, Set<RelayUrl> places) throws IOException {
        List<CompletableFuture<Optional<Event>>> asked =
                places.stream().map(place -> lookup.newest(place, author, kind)).toList();
        List<Event> found = new ArrayList<>();
        int answers = 0;
        String silence = "";
        for (CompletableFuture<Optional<Event>> answer : asked) {
            try {
                answer.get().ifPresent(found::add);
                answers++;
            } catch (ExecutionException e) {
                silence = String.valueOf(e.getCause().getMessage());
            } catch (InterruptedException e) {
                asked.forEach(each -> each.cancel(true));
                Thread.currentThread().interrupt();
                throw new IOException("this node stops", e);
            }
        }
        return new Answers(found, answers, silence);
    }

    Routes(Curve curve, Lookup lookup, Clock clock) {
        this.curve = curve;
        this.lookup = lookup;
        this.clock = clock;
    }

    /**
     * @param hints relays that the contact names
     * @param own relays of the writing identity
     * @throws IOException where nothing can be said yet, with the reason
     */
    Route find(Mailbox mailbox, PublicKey owner, PublicKey peer, List<RelayUrl> hints, List<RelayUrl> own)
            throws IOException {
        Optional<RelayUrl> reply = replyRelay(mailbox, owner, peer);
        Set<RelayUrl> places = places(reply, hints, own);
        Optional<Event> profile = profile(mailbox, peer, places);
        if (profile.isPresent()) {
            Optional<Route> route = byProfile(peer, profile.get());
            if (route.isPresent()) {
                return route.get();
            }
        }
        for (int kind : new int[] {DM_RELAYS, RELAY_LIST}) {
            List<RelayUrl> listed = listed(peer, kind, places);
            if (!listed.isEmpty()) {
                return new Route(
                        Recipient.of(peer),
                        cut(listed),
                        "no Throng profile of the recipient was found; posted to the relays of their kind " + kind
                                + " list, where a Throng client may not read");
            }
        }
        if (reply.isPresent()) {
            return new Route(
                    Recipient.of(peer),
                    List.of(reply.get()),
                    "no profile of the recipient was found; posted to the relay that they named for answers");
        }
        return new Route(
                Recipient.of(peer),
                cut(new ArrayList<>(places)),
                "no profile of the recipient was found; posted to "
                        + (hints.isEmpty() ? "your own relays" : "the" + " relays that you named and your own")
                        + ", where they may not read");
    }

    /**
     * The relays on which somebody reads wraps of NIP-17; none where no list of them was found. Arguments as {@link #find}.
     *
     * @throws IOException where no place that was asked answers
     */
    List<RelayUrl> wrapRelays(
            Mailbox mailbox, PublicKey owner, PublicKey peer, List<RelayUrl> hints, List<RelayUrl> own)
            throws IOException {
        Answers answers = ask(peer, DM_RELAYS, places(replyRelay(mailbox, owner, peer), hints, own));
        if (answers.answers() == 0) {
            throw new IOException(answers.silence());
        }
        return cut(newest(answers, DM_RELAYS));
    }

    private static Set<RelayUrl> places(Optional<RelayUrl> reply, List<RelayUrl> hints, List<RelayUrl> own)
            throws IOException {
        Set<RelayUrl> places = new LinkedHashSet<>();
        reply.ifPresent(places::add);
        places.addAll(hints);
        places.addAll(own);
        if (places.isEmpty()) {
            throw new IOException("no relay is known; add one with 'throng relays add URL'");
        }
        return places;
    }

    private Optional<Event> profile(Mailbox mailbox, PublicKey peer, Set<RelayUrl> places) throws IOException {
        Optional<Event> held = KeptProfile.of(mailbox, peer);
        Long asked = askedAt.get(peer);
        boolean stale = mailbox.note(Drawer.PEER, PeerKey.stale(peer)).isPresent();
        long lately = stale ? STALE.toMillis() : FRESH.toMillis();
        if (held.isPresent() && asked != null && clock.millis() - asked < lately) {
            return held;
        }
        Answers answers = ask(peer, Profile.KIND, places);
        Optional<Event> best = held;
        for (Event found : answers.found()) {
            if (isProfile(found) && (best.isEmpty() || Profile.replaces(found, best.get()))) {
                best = Optional.of(found);
            }
        }
        if (answers.answers() == 0 && best.isEmpty()) {
            throw new IOException(answers.silence());
        }
        if (best.isPresent() && !best.equals(held)) {
            mailbox.write(KeptProfile.put(new Changes(), best.get()));
        }
        if (answers.answers() > 0) {
            askedAt.put(peer, clock.millis());
        }
        return best;
    }

    private boolean isProfile(Event event) {
        try {
            Profile.read(curve, event);
            return true;
        } catch (MalformedException e) {
            return false; // as if it were not there
        }
    }

    private Optional<Route> byProfile(PublicKey peer, Event event) throws IOException {
        try {
            Profile profile = Profile.read(curve, event);
            List<RelayUrl> relays = new ArrayList<>();
            for (int i = 1; i <= Profile.MAX_RELAYS; i++) {
                profile.relay(i).ifPresent(relays::add);
            }
            PublicKey scan =
                    profile.scan().map(certificate -> certificate.scan()).orElse(peer);
            return relays.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Route(new Recipient(peer, scan), cut(relays), Optional.of(profile), ""));
        } catch (MalformedException e) {
            throw new IOException("a stored profile is not in the form of this version", e);
        }
    }

    private List<RelayUrl> listed(PublicKey peer, int kind, Set<RelayUrl> places) throws IOException {
        return newest(ask(peer, kind, places), kind);
    }

    private static List<RelayUrl> newest(Answers answers, int kind) {
        return answers.found().stream()
                .reduce((held, next) -> Profile.replaces(next, held) ? next : held)
                .map(newest -> relayTags(newest, kind))
                .orElse(List.of());
    }

    private static List<RelayUrl> relayTags(Event event, int kind) {
        String name = kind == DM_RELAYS ? "relay" : "r";
        Set<RelayUrl> urls = new LinkedHashSet<>();
        for (List<String> tag : event.tags()) {
            boolean readable = tag.size() < 3 || !tag.get(2).equals("write");
            if (tag.size() > 1 && tag.get(0).equals(name) && (kind == DM_RELAYS || readable)) {
                try {
                    urls.add(RelayUrl.of(tag.get(1)));
                } catch (IllegalArgumentException e) {
                    LOG.debug("A relay list has an address that is none: {}", e.getMessage());
                }
            }
        }
        return new ArrayList<>(urls);
    }

    private static Optional<RelayUrl> replyRelay(Mailbox mailbox, PublicKey owner, PublicKey peer) throws IOException {
        return mailbox.note(Drawer.PEER, PeerKey.replyRelay(owner, peer))
                .map(bytes -> RelayUrl.of(new String(bytes, StandardCharsets.UTF_8)));
    }

    private static List<RelayUrl> cut(List<RelayUrl> relays) {
        return List.copyOf(relays.subList(0, Math.min(MOST_RELAYS, relays.size())));
    }
}
