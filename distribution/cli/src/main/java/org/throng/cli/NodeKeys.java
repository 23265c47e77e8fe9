// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;
import org.throng.identity.Contact;
import org.throng.identity.Identity;
import org.throng.identity.Nip19;
import org.throng.identity.Occasion;

/** Identities and contacts of a running node. */
final class NodeKeys implements Keys {
    private final NodeClient node;
    private final Passphrases passphrases;
    private final Map<PublicKey, Map<String, Object>> notes = new HashMap<>();

    NodeKeys(NodeClient node, Passphrases passphrases) {
        this.node = node;
        this.passphrases = passphrases;
    }

    @Override
    public List<Identity> list() throws Failure {
        List<Identity> identities = new ArrayList<>();
        for (Object json : array(node.get("/identities"), "identities")) {
            Identity identity = identity(json);
            identities.add(identity);
            notes.put(
                    identity.npub(),
                    Json.object(
                            "for", Json.get(json, "for"),
                            "purpose", Json.get(json, "purpose"),
                            "unsent", Json.get(json, "unsent")));
        }
        return identities;
    }

    @Override
    public Map<String, Object> notes(Identity identity) {
        return notes.getOrDefault(identity.npub(), Map.of());
    }

    @Override
    public Identity generate(String label) throws Failure {
        return identity(withVault("/identities", Json.object("label", label)));
    }

    @Override
    public Identity generate(String label, long expiresAt, List<RelayUrl> relays, Occasion occasion) throws Failure {
        return identity(withVault(
                "/identities",
                Json.object(
                        "label",
                        label,
                        "disposable",
                        true,
                        "expires_at",
                        expiresAt,
                        "relays",
                        relays.isEmpty() ? null : texts(relays),
                        "for",
                        occasion.contact().map(Nip19::npub).orElse(null),
                        "purpose",
                        occasion.purpose().isEmpty() ? null : occasion.purpose())));
    }

    @Override
    public Identity take(String label, char[] key, char[] passphrase) throws Failure {
        return identity(withVault(
                "/identities/import",
                Json.object("label", label, "key", new String(key), "passphrase", new String(passphrase))));
    }

    /** Where the node has no vault yet, makes one first. */
    private Object withVault(String path, Map<String, Object> body) throws Failure {
        try {
            return node.call("POST", path, body);
        } catch (Failure e) {
            if (!e.kind().equals("urn:throng:vault")) {
                throw e;
            }
        }
        char[] passphrase = passphrases.fresh("the vault");
        try {
            node.call("POST", "/vault/create", Json.object("passphrase", new String(passphrase)));
        } finally {
            Arrays.fill(passphrase, '\0');
        }
        return node.call("POST", path, body);
    }

    @Override
    public String export(PublicKey npub, char[] passphrase) throws Failure {
        Object answer = node.call("POST", path(npub) + "/export", Json.object("passphrase", new String(passphrase)));
        return Json.text(answer, "ncryptsec");
    }

    @Override
    public void update(Identity changed) throws Failure {
        node.call(
                "PATCH",
                path(changed.npub()),
                Json.object(
                        "label",
                        changed.label(),
                        "relays",
                        texts(changed.relays()),
                        "expires_at",
                        changed.isDisposable() ? changed.expiresAt().getAsLong() : null));
    }

    @Override
    public void delete(PublicKey npub) throws Failure {
        node.call("DELETE", path(npub), null);
    }

    @Override
    public void changePassphrase(char[] old, char[] fresh) throws Failure {
        node.call("POST", "/vault/passphrase", Json.object("passphrase", new String(old), "fresh", new String(fresh)));
    }

    @Override
    public List<Contact> contacts(PublicKey identity) throws Failure {
        List<Contact> contacts = new ArrayList<>();
        for (Object json : array(node.get(path(identity) + "/contacts"), "contacts")) {
            contacts.add(new Contact(
                    key(json),
                    optional(json, "petname"),
                    relays(json),
                    optional(json, "nip05"),
                    Json.isTrue(json, "verified"),
                    Json.isTrue(json, "blocked"),
                    Json.number(json, "added_at")));
        }
        return contacts;
    }

    @Override
    public void put(PublicKey identity, Contact contact) throws Failure {
        node.call(
                "PUT",
                path(identity) + "/contacts/" + Nip19.npub(contact.npub()),
                Json.object(
                        "petname", contact.petname().orElse(null),
                        "relays", texts(contact.relays()),
                        "nip05", contact.nip05().orElse(null),
                        "verified", contact.verified(),
                        "blocked", contact.blocked()));
    }

    @Override
    public void remove(PublicKey identity, PublicKey npub) throws Failure {
        node.call("DELETE", path(identity) + "/contacts/" + Nip19.npub(npub), null);
    }

    @Override
    public void close() {}

    private static Identity identity(Object json) throws Failure {
        try {
            Identity identity =
                    new Identity(key(json), Json.text(json, "label"), Json.number(json, "created_at"), relays(json));
            return Json.get(json, "expires_at") instanceof Long end ? identity.until(end) : identity;
        } catch (IllegalArgumentException e) {
            throw new Failure(Exit.TRY_AGAIN, "the node gave an identity that is none: " + e.getMessage());
        }
    }

    private static PublicKey key(Object json) throws Failure {
        return People.key(Json.text(json, "npub")).npub();
    }

    private static List<RelayUrl> relays(Object json) throws Failure {
        List<RelayUrl> relays = new ArrayList<>();
        for (Object url : Json.list(json, "relays")) {
            try {
                relays.add(RelayUrl.of(String.valueOf(url)));
            } catch (IllegalArgumentException e) {
                throw new Failure(Exit.TRY_AGAIN, "the node gave a relay that is none: " + e.getMessage());
            }
        }
        return relays;
    }

    private static Optional<String> optional(Object json, String name) {
        return Optional.of(Json.text(json, name)).filter(text -> !text.isEmpty());
    }

    private static List<String> texts(List<RelayUrl> relays) {
        return relays.stream().map(RelayUrl::toString).toList();
    }

    private static List<?> array(Object json, String name) throws Failure {
        if (Json.get(json, name) instanceof List<?> list) {
            return list;
        }
        throw new Failure(Exit.TRY_AGAIN, "the node gave no list of " + name);
    }

    private static String path(PublicKey npub) {
        return "/identities/" + Nip19.npub(npub);
    }
}
