// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.Lifetime;
import org.throng.identity.Nip19;
import org.throng.identity.Occasion;
import org.throng.identity.OwnName;
import org.throng.mail.StandardRelays;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.mailbox.Wiped;

/** Identities that end by themselves: how they are made and described, and what their owner must be told. */
final class DisposableRoutes {
    private final Identities identities;
    private final People people;
    private final Supplier<Mailbox> mailbox;
    private final Supplier<StandardRelays> standardRelays;
    private final Clock clock;

    DisposableRoutes(
            Identities identities,
            People people,
            Supplier<Mailbox> mailbox,
            Supplier<StandardRelays> standardRelays,
            Clock clock) {
        this.identities = identities;
        this.people = people;
        this.mailbox = mailbox;
        this.standardRelays = standardRelays;
        this.clock = clock;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    /** From {@code for}, {@code purpose}, {@code expires_at} and {@code relays}, all of which may be missing. */
    Map<String, Object> create(Call call, String label) throws Problem, IOException, IdentityException {
        List<RelayUrl> relays = call.relays().orElse(List.of());
        StandardRelays standard = standardRelays.get();
        if (relays.isEmpty() && standard != null && standard.list().stream().allMatch(standard::isOwn)) {
            throw new Problem(
                    409,
                    "No relay to draw",
                    Problem.REFUSED,
                    "a disposable identity does not use this node's own relay, which would tell whose it is, and there"
                            + " is no other one to draw: name one for it");
        }
        Optional<String> contact = call.text("for").filter(text -> !text.isEmpty());
        Occasion occasion;
        try {
            occasion = new Occasion(
                    contact.isPresent() ? Optional.of(contact(contact.get())) : Optional.empty(),
                    call.text("purpose").orElse(""));
        } catch (IllegalArgumentException e) {
            throw Problem.badData(e.getMessage());
        }
        long expiresAt = call.seconds("expires_at").orElse(now() + Lifetime.STANDARD.toSeconds());
        return describe(identities.generate(label, expiresAt, relays, occasion));
    }

    /** A key, or the petname that any of my identities has for somebody. */
    private PublicKey contact(String text) throws Problem, IdentityException {
        if (!OwnName.readsAsKey(text)) {
            for (Identity mine : identities.list()) {
                Optional<PublicKey> known = people.contact(mine.npub(), text);
                if (known.isPresent()) {
                    return known.get();
                }
            }
        }
        return people.key(text);
    }

    List<Map<String, Object>> describeAll() throws IOException, IdentityException {
        List<Map<String, Object>> all = new ArrayList<>();
        Map<PublicKey, Integer> unsent = unsent();
        for (Identity identity : identities.list()) {
            all.add(describe(identity, unsent));
        }
        return all;
    }

    Map<String, Object> describe(Identity identity) throws IOException, IdentityException {
        return describe(identity, identity.isDisposable() ? unsent() : Map.of());
    }

    private Map<String, Object> describe(Identity identity, Map<PublicKey, Integer> unsent) throws IdentityException {
        Map<String, Object> json = Json.of(identity);
        if (identity.isDisposable() && !identities.isLocked()) {
            Occasion occasion = identities.occasion(identity.npub());
            occasion.contact().ifPresent(npub -> json.put("for", Nip19.npub(npub)));
            if (!occasion.purpose().isEmpty()) {
                json.put("purpose", occasion.purpose());
            }
            json.put("unsent", unsent.getOrDefault(identity.npub(), 0));
        }
        return json;
    }

    /** Letters that no relay has yet, by whose they are: they would be lost with a disposable identity. */
    private Map<PublicKey, Integer> unsent() throws IOException {
        Map<PublicKey, Integer> counts = new HashMap<>();
        Mailbox open = mailbox.get();
        if (open != null) {
            open.notes(Drawer.DELIVERY, (key, bytes) -> {
                PublicKey owner = PublicKey.ofHex(key.substring(0, 64));
                EventId id = EventId.ofHex(key.substring(65));
                if (open.find(owner, id)
                        .filter(letter -> letter.state() == Letter.State.QUEUED)
                        .isPresent()) {
                    counts.merge(owner, 1, Integer::sum);
                }
            });
        }
        return counts;
    }

    /** For the status: those that end soon, and those that ended of late and how many letters went with them. */
    void report(Map<String, Object> status) throws IOException {
        List<Map<String, Object>> ending = new ArrayList<>();
        Map<PublicKey, Integer> unsent = Map.of();
        for (Identity identity : identities.list()) {
            if (Lifetime.isNearEnd(identity, now())) {
                unsent = ending.isEmpty() ? unsent() : unsent;
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("npub", Nip19.npub(identity.npub()));
                json.put("label", identity.label());
                json.put("expires_at", identity.expiresAt().getAsLong());
                json.put("unsent", unsent.getOrDefault(identity.npub(), 0));
                ending.add(json);
            }
        }
        status.put("ending", ending);
        List<Map<String, Object>> ended = new ArrayList<>();
        Mailbox open = mailbox.get();
        for (Wiped wiped : open == null ? List.<Wiped>of() : open.wiped()) {
            if (wiped.at() >= now() - Wiped.REMEMBERED) {
                ended.add(Map.of("at", wiped.at(), "unsent", wiped.unsent()));
            }
        }
        status.put("wiped", ended);
    }
}
