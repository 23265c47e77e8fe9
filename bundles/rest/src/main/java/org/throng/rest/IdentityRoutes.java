// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;
import org.throng.identity.Contact;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.Pointer;

/** Vault, identities and contacts. */
final class IdentityRoutes {
    private final Identities identities;
    private final People people;
    private final DisposableRoutes disposables;
    private final Clock clock;

    IdentityRoutes(Identities identities, People people, DisposableRoutes disposables, Clock clock) {
        this.identities = identities;
        this.people = people;
        this.disposables = disposables;
        this.clock = clock;
    }

    void addTo(Router router) {
        router.add("POST", "/vault/create", call -> withSecret(call, "passphrase", identities::create));
        router.add("POST", "/vault/unlock", call -> withSecret(call, "passphrase", identities::unlock));
        router.add("POST", "/vault/lock", call -> {
            identities.lock();
            return Answer.empty(204);
        });
        router.add("POST", "/vault/passphrase", this::changePassphrase);
        router.add("GET", "/identities", call -> Json.ok(Map.of("identities", disposables.describeAll())));
        router.add("POST", "/identities", this::create);
        router.add("POST", "/identities/import", this::take);
        router.add("POST", "/identities/{npub}/export", this::export);
        router.add("PATCH", "/identities/{npub}", this::update);
        router.add("DELETE", "/identities/{npub}", call -> {
            identities.delete(owner(call));
            return Answer.empty(204);
        });
        router.add(
                "GET",
                "/identities/{npub}/contacts",
                call -> Json.ok(Map.of(
                        "contacts",
                        identities.contacts(owner(call)).stream().map(Json::of).toList())));
        router.add("PUT", "/identities/{npub}/contacts/{contact}", this::putContact);
    }

    private Answer create(Call call) throws Problem, IOException, IdentityException {
        String label = call.required("label");
        return Json.ok(
                call.flag("disposable").orElse(false)
                        ? disposables.create(call, label)
                        : Json.of(identities.generate(label)));
    }

    private interface Use {
        void of(char[] secret) throws IdentityException;
    }

    private static Answer withSecret(Call call, String name, Use use) throws Problem, IOException, IdentityException {
        char[] secret = call.secret(name);
        try {
            use.of(secret);
        } finally {
            Arrays.fill(secret, '\0');
        }
        return Answer.empty(204);
    }

    private Answer changePassphrase(Call call) throws Problem, IOException, IdentityException {
        char[] old = call.secret("passphrase");
        char[] fresh = call.secret("fresh");
        try {
            identities.changePassphrase(old, fresh);
        } finally {
            Arrays.fill(old, '\0');
            Arrays.fill(fresh, '\0');
        }
        return Answer.empty(204);
    }

    private Answer take(Call call) throws Problem, IOException, IdentityException {
        char[] key = call.secret("key");
        char[] passphrase = call.text("passphrase").orElse("").toCharArray();
        try {
            return Json.ok(Json.of(identities.take(call.required("label"), key, passphrase)));
        } finally {
            Arrays.fill(key, '\0');
            Arrays.fill(passphrase, '\0');
        }
    }

    private Answer export(Call call) throws Problem, IOException, IdentityException {
        char[] passphrase = call.secret("passphrase");
        try {
            return Json.ok(Map.of("ncryptsec", identities.export(owner(call), passphrase)));
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    private Answer update(Call call) throws Problem, IOException, IdentityException {
        Identity before = people.identity(Optional.of(call.variable("npub")));
        Optional<List<RelayUrl>> relays = call.relays();
        String label = call.text("label").orElse(before.label());
        if (!Identity.isLabel(label)) {
            throw Problem.badData("a label has 1 to 64 characters on one line");
        }
        Identity after = before.named(label).on(relays.orElse(before.relays()));
        OptionalLong expiresAt = call.seconds("expires_at");
        if (expiresAt.isPresent()) {
            after = after.until(expiresAt.getAsLong());
        }
        identities.update(after);
        return Json.ok(disposables.describe(after));
    }

    private Answer putContact(Call call) throws Problem, IOException, IdentityException {
        PublicKey owner = owner(call);
        Pointer.Profile person = people.person(owner, call.variable("contact"));
        if (person.npub().equals(owner)) {
            throw Problem.badData("this is your own key; a contact is somebody else");
        }
        Contact before = identities
                .contact(owner, person.npub())
                .orElse(new Contact(
                        person.npub(),
                        Optional.empty(),
                        person.relays(),
                        Optional.empty(),
                        false,
                        false,
                        clock.instant().getEpochSecond()));
        Contact after;
        try {
            after = new Contact(
                    person.npub(),
                    call.text("petname").or(before::petname).filter(name -> !name.isEmpty()),
                    call.relays().orElse(before.relays()),
                    call.text("nip05").or(before::nip05).filter(name -> !name.isEmpty()),
                    call.flag("verified").orElse(before.verified()),
                    call.flag("blocked").orElse(before.blocked()),
                    before.addedAt());
        } catch (IllegalArgumentException e) {
            throw Problem.badData(e.getMessage());
        }
        identities.put(owner, after);
        return Json.ok(Json.of(after));
    }

    private PublicKey owner(Call call) throws Problem, IdentityException {
        return people.identity(Optional.of(call.variable("npub"))).npub();
    }
}
