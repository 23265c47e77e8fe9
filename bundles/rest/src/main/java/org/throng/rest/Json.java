// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.identity.Contact;
import org.throng.identity.Identity;
import org.throng.identity.Nip19;
import org.throng.mailbox.Letter;

/** What the API says of things. */
final class Json {
    private Json() {}

    static Answer ok(Object value) {
        return Answer.json(200, StrictJson.write(value));
    }

    static Map<String, Object> of(Identity identity) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("npub", Nip19.npub(identity.npub()));
        json.put("hex", identity.npub().hex());
        json.put("label", identity.label());
        json.put("created_at", identity.createdAt());
        json.put("relays", urls(identity.relays()));
        json.put("disposable", identity.isDisposable());
        identity.expiresAt().ifPresent(end -> json.put("expires_at", end));
        return json;
    }

    static Map<String, Object> of(Contact contact) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("npub", Nip19.npub(contact.npub()));
        json.put("hex", contact.npub().hex());
        json.put("petname", contact.petname().orElse(null));
        json.put("relays", urls(contact.relays()));
        json.put("nip05", contact.nip05().orElse(null));
        json.put("verified", contact.verified());
        json.put("blocked", contact.blocked());
        json.put("added_at", contact.addedAt());
        return json;
    }

    /** @param request whether the writer is nobody whom the owner knows */
    static Map<String, Object> of(Letter letter, boolean request) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cursor", letter.cursor());
        json.put("id", letter.id().hex());
        json.put("from", Nip19.npub(letter.outgoing() ? letter.owner() : letter.peer()));
        json.put("to", Nip19.npub(letter.outgoing() ? letter.peer() : letter.owner()));
        json.put("outgoing", letter.outgoing());
        json.put("kind", letter.kind());
        json.put("text", letter.text());
        json.put("created_at", letter.createdAt());
        json.put("received_at", letter.storedAt());
        json.put("scheme", letter.scheme());
        json.put("state", letter.state().name().toLowerCase(java.util.Locale.ROOT));
        json.put("detail", letter.detail());
        json.put("request", request);
        letter.file().ifPresent(file -> {
            Map<String, Object> attachment = new LinkedHashMap<>();
            attachment.put("name", file.name());
            attachment.put("mime", file.mime());
            attachment.put("size", file.size());
            attachment.put("chunks", file.chunks());
            attachment.put("done", file.done());
            attachment.put("state", file.isWhole() ? "whole" : "partial");
            json.put("file", attachment);
        });
        return json;
    }

    static List<String> urls(List<RelayUrl> relays) {
        return relays.stream().map(RelayUrl::toString).toList();
    }
}
