// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Slot;

/** What can be said of an event without the store and without its signature. */
final class Checks {
    private static final int KIND_SEAL = 13;
    private static final int KIND_WRAP = 1059;
    private static final int KIND_EPHEMERAL_WRAP = 21_059;
    private static final Set<Integer> REPOSTS = Set.of(6, 16);
    private static final Pattern PROTECTION = Pattern.compile("\\[\\s*+\"(?:-|\\\\u002[dD])\"\\s*+[,\\]]");

    private final Terms terms;
    private final OurName ours;

    Checks(Terms terms) {
        this.terms = terms;
        ours = new OurName(terms.about().host());
    }

    /**
     * Why the event is refused; empty where nothing is wrong with it.
     *
     * @param keys that its sender has proven to hold
     */
    Optional<String> refusal(Event event, Set<PublicKey> keys, long now) {
        try {
            checkForm(event, now);
            boolean ours = event.kind() == HeaderEvent.KIND || event.kind() == BodyEvent.KIND;
            if (ours) {
                checkOurs(event, now);
            }
            return ours ? Optional.empty() : policy(event, keys);
        } catch (MalformedException e) {
            return Optional.of("invalid: " + e.getMessage());
        }
    }

    private void checkForm(Event event, long now) throws MalformedException {
        if (event.createdAt() < 0) {
            throw new MalformedException("created_at is before 1970");
        }
        if (event.createdAt() > now + terms.bounds().aheadSeconds()) {
            throw new MalformedException(
                    "created_at is more than " + terms.bounds().aheadSeconds() + " seconds ahead: look at your clock");
        }
        if (event.tags().size() > terms.bounds().tags()) {
            throw new MalformedException(
                    "an event has at most " + terms.bounds().tags() + " tags here");
        }
        if (Expiration.of(event) <= now) {
            throw new MalformedException("the event has expired");
        }
        if (event.kind() == Authentication.KIND) {
            throw new MalformedException("kind 22242 is for AUTH, not for EVENT");
        }
        if (!event.hasRightId()) {
            throw new MalformedException("the id is not the hash of the event");
        }
    }

    private static void checkOurs(Event event, long now) throws MalformedException {
        Slot slot = event.kind() == HeaderEvent.KIND
                ? HeaderEvent.read(event).slot()
                : BodyEvent.read(event).slot();
        if (!slot.isOpen(now)) {
            throw new MalformedException("created_at must be from " + Slot.WINDOW_BACK + " seconds before to "
                    + Slot.WINDOW_AHEAD + " seconds after now");
        }
    }

    private Optional<String> policy(Event event, Set<PublicKey> keys) {
        if (event.kind() == KIND_SEAL) {
            return Optional.of("blocked: a seal travels inside a wrap, never alone");
        }
        boolean wrap = event.kind() == KIND_WRAP || event.kind() == KIND_EPHEMERAL_WRAP;
        if (wrap && event.tags().stream().filter(tag -> isNamed(tag, "p")).count() != 1) {
            return Optional.of("invalid: a wrap has exactly one p tag");
        }
        if (isProtected(event) && !keys.contains(event.pubkey())) {
            return Optional.of(
                    keys.isEmpty()
                            ? "auth-required: this event is protected: only its author may publish it"
                            : "restricted: this event is protected: only its author may publish it");
        }
        if (event.kind() == Vanishing.KIND && event.tags().stream().noneMatch(this::namesUs)) {
            return Optional.of("blocked: a request to vanish names this relay, or ALL_RELAYS, in a relay tag");
        }
        if (REPOSTS.contains(event.kind()) && embedsProtected(event.content())) {
            return Optional.of("blocked: the reposted event is protected");
        }
        return Optional.empty();
    }

    /**
     * Why an event is not taken in for the operator: what it is and whom it concerns counts, how and when it came does not.
     */
    Optional<String> refusalOfImport(Event event, long now) {
        try {
            checkForm(event, now);
            if (Address.isEphemeral(event.kind())) {
                throw new MalformedException("an event of this kind is never stored");
            }
            if (event.kind() == HeaderEvent.KIND) {
                HeaderEvent.read(event);
            } else if (event.kind() == BodyEvent.KIND) {
                BodyEvent.read(event);
            } else if (event.kind() == KIND_SEAL) {
                return Optional.of("blocked: a seal travels inside a wrap, never alone");
            } else if (event.kind() == KIND_WRAP
                    && event.tags().stream().filter(tag -> isNamed(tag, "p")).count() != 1) {
                return Optional.of("invalid: a wrap has exactly one p tag");
            } else if (event.kind() == Vanishing.KIND && event.tags().stream().noneMatch(this::namesUs)) {
                return Optional.of("blocked: a request to vanish names this relay, or ALL_RELAYS, in a relay tag");
            }
            return Optional.empty();
        } catch (MalformedException e) {
            return Optional.of("invalid: " + e.getMessage());
        }
    }

    /** Why another relay's event is not taken in: as for an import, but what is protected (NIP-70) is its author's to publish. */
    Optional<String> refusalOfMirror(Event event, long now) {
        return refusalOfImport(event, now)
                .or(() -> isProtected(event)
                        ? Optional.of("restricted: this event is protected: only its author may publish it")
                        : Optional.empty())
                .or(() -> REPOSTS.contains(event.kind()) && embedsProtected(event.content())
                        ? Optional.of("blocked: the reposted event is protected")
                        : Optional.empty());
    }

    private static boolean isNamed(java.util.List<String> tag, String name) {
        return !tag.isEmpty() && tag.get(0).equals(name);
    }

    private boolean namesUs(java.util.List<String> tag) {
        return tag.size() > 1 && isNamed(tag, "relay") && (tag.get(1).equals("ALL_RELAYS") || ours.isIn(tag.get(1)));
    }

    /** Whether only its author may publish it (NIP-70). */
    static boolean isProtected(Event event) {
        return event.tags().stream().anyMatch(tag -> isNamed(tag, "-"));
    }

    /** Also where the event inside is not quite one, for another program may take it for one. */
    private static boolean embedsProtected(String content) {
        if (content.isBlank()) {
            return false;
        }
        if (PROTECTION.matcher(content).find()) {
            return true;
        }
        try {
            return isProtected(EventReader.event(StrictJson.read(content)));
        } catch (MalformedException e) {
            return false; // no event, so no protected one
        }
    }
}
