// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.identity.Contact;
import org.throng.identity.Nip19;

/**
 * The contacts of one identity as they are sealed: a JSON array of {@code {"npub":hex,"petname"?,"relays":[…],"nip05"?,
 * "verified":…,"blocked":…,"added_at":seconds}}, filled up with blanks to whole kilobytes, so that the file's size
 * says little of their number.
 */
final class ContactsFile {
    private static final int STEP = 1_024;

    // no buffer of names stays behind in the thread
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    private ContactsFile() {}

    static Path path(Path folder, PublicKey npub) {
        return folder.resolve(Nip19.npub(npub) + ".contacts");
    }

    static byte[] write(Collection<Contact> contacts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartArray();
            for (Contact contact : contacts) {
                write(json, contact);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail to be written", e);
        }
        while (out.size() % STEP != 0) {
            out.write(' ');
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, Contact contact) throws IOException {
        json.writeStartObject();
        json.writeStringField("npub", contact.npub().hex());
        if (contact.petname().isPresent()) {
            json.writeStringField("petname", contact.petname().get());
        }
        json.writeArrayFieldStart("relays");
        for (RelayUrl relay : contact.relays()) {
            json.writeString(relay.toString());
        }
        json.writeEndArray();
        if (contact.nip05().isPresent()) {
            json.writeStringField("nip05", contact.nip05().get());
        }
        json.writeBooleanField("verified", contact.verified());
        json.writeBooleanField("blocked", contact.blocked());
        json.writeNumberField("added_at", contact.addedAt());
        json.writeEndObject();
    }

    /** @throws MalformedException where the array is not as described */
    static Map<PublicKey, Contact> read(byte[] plaintext) throws MalformedException {
        try {
            Map<PublicKey, Contact> contacts = new LinkedHashMap<>();
            for (Object element : (List<?>) StrictJson.read(plaintext)) {
                Map<?, ?> json = (Map<?, ?>) element;
                List<RelayUrl> relays = new ArrayList<>();
                for (Object relay : (List<?>) json.get("relays")) {
                    relays.add(RelayUrl.of((String) relay));
                }
                Contact contact = new Contact(
                        PublicKey.ofHex((String) json.get("npub")),
                        Optional.ofNullable((String) json.get("petname")),
                        relays,
                        Optional.ofNullable((String) json.get("nip05")),
                        (Boolean) json.get("verified"),
                        (Boolean) json.get("blocked"),
                        (Long) json.get("added_at"));
                contacts.put(contact.npub(), contact);
            }
            return contacts;
        } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new MalformedException("expected an array of contacts");
        }
    }
}
