// SPDX-License-Identifier: MIT
package org.throng.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.throng.backup.BackupException.Reason;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.identity.Contact;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.Nip19;
import org.throng.identity.Occasion;
import org.throng.identity.Pointer;

/** The lines of a backup; see the package. */
final class BackupJson {
    /** How the first line of every backup begins. */
    static final byte[] BEGINNING = "{\"type\":\"backup\",".getBytes(StandardCharsets.US_ASCII);

    private static final long VERSION = 1;

    // no buffer with a key stays behind in the thread
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    private BackupJson() {}

    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] first(Instant now) {
        return object("backup", json -> {
            json.writeNumberField("version", VERSION);
            json.writeNumberField("created_at", now.getEpochSecond());
        });
    }

    static byte[] identity(BackupEntry.OfIdentity entry) {
        Identity identity = entry.identity();
        byte[] secret = entry.secret().insecureBytes();
        char[] hex = new char[2 * secret.length];
        for (int i = 0; i < secret.length; i++) {
            hex[2 * i] = Character.forDigit(secret[i] >>> 4 & 15, 16);
            hex[2 * i + 1] = Character.forDigit(secret[i] & 15, 16);
        }
        try {
            return object("identity", json -> {
                json.writeStringField("npub", Nip19.npub(identity.npub()));
                json.writeStringField("label", identity.label());
                json.writeNumberField("created_at", identity.createdAt());
                relays(json, identity.relays());
                if (identity.isDisposable()) {
                    json.writeNumberField("expires_at", identity.expiresAt().getAsLong());
                }
                if (entry.occasion().contact().isPresent()) {
                    json.writeStringField(
                            "for", Nip19.npub(entry.occasion().contact().get()));
                }
                if (!entry.occasion().purpose().isEmpty()) {
                    json.writeStringField("purpose", entry.occasion().purpose());
                }
                json.writeFieldName("secret");
                json.writeString(hex, 0, hex.length);
            });
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(hex, '\0');
        }
    }

    static byte[] contact(BackupEntry.OfContact entry) {
        Contact contact = entry.contact();
        return object("contact", json -> {
            json.writeStringField("of", Nip19.npub(entry.of()));
            json.writeStringField("npub", Nip19.npub(contact.npub()));
            if (contact.petname().isPresent()) {
                json.writeStringField("petname", contact.petname().get());
            }
            relays(json, contact.relays());
            if (contact.nip05().isPresent()) {
                json.writeStringField("nip05", contact.nip05().get());
            }
            json.writeBooleanField("verified", contact.verified());
            json.writeBooleanField("blocked", contact.blocked());
            json.writeNumberField("added_at", contact.addedAt());
        });
    }

    private static byte[] object(String type, Members members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail to be written", e);
        }
        return out.toByteArray();
    }

    private static void relays(JsonGenerator json, List<RelayUrl> relays) throws IOException {
        json.writeArrayFieldStart("relays");
        for (RelayUrl relay : relays) {
            json.writeString(relay.toString());
        }
        json.writeEndArray();
    }

    static void checkFirst(byte[] line) throws BackupException {
        Map<?, ?> json = object(line);
        if (!"backup".equals(json.get("type")) || !Long.valueOf(VERSION).equals(json.get("version"))) {
            throw new BackupException(Reason.FORMAT, "this backup is of a later version than " + VERSION);
        }
    }

    /** Empty for a type that is not known. */
    static Optional<BackupEntry> entry(byte[] line) throws BackupException {
        Map<?, ?> json = object(line);
        try {
            return switch (String.valueOf(json.get("type"))) {
                case "identity" -> Optional.of(identity(json));
                case "contact" -> Optional.of(contact(json));
                case "message" -> Optional.of(new BackupEntry.OfMessage(new String(line, StandardCharsets.UTF_8)));
                case "note" -> Optional.of(new BackupEntry.OfNote(new String(line, StandardCharsets.UTF_8)));
                default -> Optional.empty();
            };
        } catch (IdentityException | ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new BackupException(
                    Reason.DAMAGED, "this backup has a line of type " + json.get("type") + " that is not as described");
        }
    }

    private static BackupEntry identity(Map<?, ?> json) throws IdentityException {
        Long expiresAt = (Long) json.get("expires_at");
        Identity identity = new Identity(
                key(json.get("npub")),
                (String) json.get("label"),
                (Long) json.get("created_at"),
                relays(json),
                expiresAt == null ? OptionalLong.empty() : OptionalLong.of(expiresAt));
        Object contact = json.get("for");
        String purpose = (String) json.get("purpose");
        Occasion occasion = new Occasion(
                contact == null ? Optional.empty() : Optional.of(key(contact)), purpose == null ? "" : purpose);
        byte[] secret = HexFormat.of().parseHex((String) json.get("secret"));
        try {
            return new BackupEntry.OfIdentity(identity, SecretKey.of(secret), occasion);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static BackupEntry contact(Map<?, ?> json) throws IdentityException {
        return new BackupEntry.OfContact(
                key(json.get("of")),
                new Contact(
                        key(json.get("npub")),
                        Optional.ofNullable((String) json.get("petname")),
                        relays(json),
                        Optional.ofNullable((String) json.get("nip05")),
                        (Boolean) json.get("verified"),
                        (Boolean) json.get("blocked"),
                        (Long) json.get("added_at")));
    }

    private static PublicKey key(Object npub) throws IdentityException {
        return ((Pointer.Key) Nip19.decode((String) npub)).npub();
    }

    private static List<RelayUrl> relays(Map<?, ?> json) {
        List<RelayUrl> relays = new ArrayList<>();
        for (Object relay : (List<?>) json.get("relays")) {
            relays.add(RelayUrl.of((String) relay));
        }
        return relays;
    }

    private static Map<?, ?> object(byte[] line) throws BackupException {
        try {
            if (StrictJson.read(line) instanceof Map<?, ?> json) {
                return json;
            }
            throw new BackupException(Reason.DAMAGED, "this backup has a line that is no JSON object");
        } catch (MalformedException e) {
            throw new BackupException(Reason.DAMAGED, "this backup has a line that is no JSON object", e);
        }
    }
}
