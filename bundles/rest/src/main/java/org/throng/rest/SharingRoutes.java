// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.identity.Contact;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.Nip19;
import org.throng.mail.Begun;
import org.throng.mail.Conversations;
import org.throng.mail.KeptProfile;
import org.throng.mail.Strength;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.profile.Invite;
import org.throng.parcel.profile.Profile;
import org.throng.session.Line;

/** Invites, and what is shared with a contact. */
final class SharingRoutes {
    private final Identities identities;
    private final People people;
    private final Curve curve;
    private final OpenMailbox mailbox;
    private final Supplier<Conversations> conversations;
    private final Clock clock;

    SharingRoutes(
            Identities identities,
            People people,
            Curve curve,
            OpenMailbox mailbox,
            Supplier<Conversations> conversations,
            Clock clock) {
        this.identities = identities;
        this.people = people;
        this.curve = curve;
        this.mailbox = mailbox;
        this.conversations = conversations;
        this.clock = clock;
    }

    void addTo(Router router) {
        router.add("GET", "/identities/{npub}/invite", this::invite);
        router.add("POST", "/identities/{npub}/contacts", this::accept);
        router.add("GET", "/identities/{npub}/contacts/{contact}", this::contact);
        router.add("DELETE", "/identities/{npub}/contacts/{contact}", this::remove);
    }

    private Mailbox open() throws Problem {
        return mailbox.get();
    }

    private PublicKey owner(Call call) throws Problem, IdentityException {
        return people.identity(Optional.of(call.variable("npub"))).npub();
    }

    private Answer invite(Call call) throws Problem, IOException, IdentityException {
        Identity identity = people.identity(Optional.of(call.variable("npub")));
        PublicKey owner = identity.npub();
        Optional<Event> held = KeptProfile.own(open(), owner);
        if (held.isEmpty()) {
            throw new Problem(
                    409,
                    "No profile",
                    Problem.TRY_AGAIN,
                    identity.isDisposable()
                            ? "no profile of this identity is published yet; a disposable one is at a moment of its own,"
                                    + " some minutes after its making, where it has a relay"
                            : "no profile of this identity is published yet; it is as soon as one of its relays is"
                                    + " reached: see 'throng status'");
        }
        Invite invite = new Invite(held.get());
        return Json.ok(Map.of("npub", Nip19.npub(owner), "link", invite.link(), "code", invite.code()));
    }

    /** Whose invite is taken becomes a contact, and is known from then on without asking a relay. */
    private Answer accept(Call call) throws Problem, IOException, IdentityException {
        PublicKey owner = owner(call);
        Mailbox open = open();
        Invite invite;
        List<RelayUrl> relays = new ArrayList<>();
        try {
            invite = Invite.read(curve, call.required("invite"));
            Profile profile = Profile.read(curve, invite.profile());
            for (int i = 1; i <= Profile.MAX_RELAYS; i++) {
                profile.relay(i).ifPresent(relays::add);
            }
        } catch (MalformedException e) {
            throw Problem.badData(e.getMessage());
        }
        PublicKey peer = invite.profile().pubkey();
        if (peer.equals(owner)) {
            throw Problem.badData("this is an invite of your own; a contact is somebody else");
        }
        Optional<Event> held = KeptProfile.of(open, peer);
        if (held.isEmpty() || Profile.replaces(invite.profile(), held.get())) {
            open.write(KeptProfile.put(new Changes(), invite.profile()));
        }
        Optional<Contact> before = identities.contact(owner, peer);
        Contact after;
        try {
            after = new Contact(
                    peer,
                    call.text("petname").filter(name -> !name.isEmpty()).or(() -> before.flatMap(Contact::petname)),
                    relays,
                    before.flatMap(Contact::nip05),
                    before.map(Contact::verified).orElse(false),
                    before.map(Contact::blocked).orElse(false),
                    before.map(Contact::addedAt).orElse(clock.instant().getEpochSecond()));
        } catch (IllegalArgumentException e) {
            throw Problem.badData(e.getMessage());
        }
        identities.put(owner, after);
        return Json.ok(Json.of(after));
    }

    /** With the contact goes what was shared with it, here at once, or, while the vault is locked, when it is next opened. */
    private Answer remove(Call call) throws Problem, IOException, IdentityException {
        PublicKey owner = owner(call);
        PublicKey peer = people.person(owner, call.variable("contact")).npub();
        identities.remove(owner, peer);
        Conversations kept = conversations.get();
        if (kept != null) {
            kept.forget(owner, peer);
        }
        return Answer.empty(204);
    }

    private Answer contact(Call call) throws Problem, IOException, IdentityException {
        PublicKey owner = owner(call);
        PublicKey peer = people.person(owner, call.variable("contact")).npub();
        Contact contact = identities
                .contact(owner, peer)
                .orElseThrow(() -> Problem.notFound("this is no contact of yours: " + Nip19.npub(peer)));
        Mailbox open = open();
        Map<String, Object> json = new LinkedHashMap<>(Json.of(contact));
        List<Object> sessions = new ArrayList<>();
        Conversations kept = conversations.get();
        for (Line line : kept == null ? List.<Line>of() : kept.lines(owner, peer)) {
            sessions.add(Map.of("node", line.node().hex(), "post_quantum", line.postQuantum(), "room", line.room()));
        }
        json.put("sessions", sessions);
        Optional<Begun> begun = Begun.newest(open, owner, peer);
        json.put("session_since", begun.map(Begun::at).orElse(null));
        json.put("sessions_begun", begun.map(Begun::count).orElse(0));
        json.put("strongest", Strength.floor(open, owner, peer).name().toLowerCase(Locale.ROOT));
        Optional<Event> profile = KeptProfile.of(open, peer);
        json.put("profile", profile.isPresent() ? of(profile.get()) : null);
        return Json.ok(json);
    }

    private Map<String, Object> of(Event event) throws IOException {
        try {
            Profile profile = Profile.read(curve, event);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("created_at", event.createdAt());
            json.put("relays", profile.relays());
            json.put("schemes", profile.schemes());
            json.put("scan", profile.scan().isPresent());
            json.put("kem_until", profile.kem().map(Profile.Kem::until).orElse(null));
            return json;
        } catch (MalformedException e) {
            throw new IOException("a stored profile is not in the form of this version", e);
        }
    }
}
