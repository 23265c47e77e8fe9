// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.throng.curve.PublicKey;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.home.PrivateFile;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityException.Reason;
import org.throng.identity.Nip19;
import org.throng.identity.Pointer;

/**
 * One identity on the disk.
 *
 * <pre>{"v":1,"npub":…,"label":…,"created_at":seconds,"order":n,"relays":[…],"secret":base64 of nonce 24 ‖ sealed 48}</pre>
 *
 * <p>A disposable one has {@code "expires_at":seconds} before the secret, in clear: its time may be over while the vault is
 * locked, and then too its key must go. Behind the secret it has {@code "occasion":base64} of what it was made for, sealed.
 * (Whoever can write here could let it live longer, and could as well have made a copy.)
 *
 * @param order place in the list, rising
 * @param sealed the secret under the vault key
 * @param occasion sealed likewise; empty of an identity that stays
 */
record IdentityFile(Identity identity, long order, byte[] sealed, Optional<byte[]> occasion) {
    private static final int MAX_FILE = 64 * 1024;
    private static final JsonFactory JSON = new JsonFactory();

    static String name(PublicKey npub) {
        return Nip19.npub(npub) + ".json";
    }

    IdentityFile with(Identity changed) {
        return new IdentityFile(changed, order, sealed, occasion);
    }

    byte[] json() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("v", 1);
            json.writeStringField("npub", Nip19.npub(identity.npub()));
            json.writeStringField("label", identity.label());
            json.writeNumberField("created_at", identity.createdAt());
            json.writeNumberField("order", order);
            json.writeArrayFieldStart("relays");
            for (RelayUrl relay : identity.relays()) {
                json.writeString(relay.toString());
            }
            json.writeEndArray();
            if (identity.isDisposable()) {
                json.writeNumberField("expires_at", identity.expiresAt().getAsLong());
            }
            json.writeStringField("secret", Base64.getEncoder().encodeToString(sealed));
            if (occasion.isPresent()) {
                json.writeStringField("occasion", Base64.getEncoder().encodeToString(occasion.get()));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail to be written", e);
        }
        return out.toByteArray();
    }

    static IdentityFile read(Path file) throws IdentityException {
        try {
            Map<?, ?> json = (Map<?, ?>) StrictJson.read(PrivateFile.read(file, MAX_FILE));
            if (!Long.valueOf(1).equals(json.get("v"))) {
                throw new IdentityException(
                        Reason.UNSUPPORTED, file + " is of a version that this program does not read");
            }
            Pointer npub = Nip19.decode((String) json.get("npub"));
            List<RelayUrl> relays = new ArrayList<>();
            for (Object relay : (List<?>) json.get("relays")) {
                relays.add(RelayUrl.of((String) relay));
            }
            Long expiresAt = (Long) json.get("expires_at");
            Identity identity = new Identity(
                    ((Pointer.Key) npub).npub(),
                    (String) json.get("label"),
                    (Long) json.get("created_at"),
                    relays,
                    expiresAt == null ? OptionalLong.empty() : OptionalLong.of(expiresAt));
            byte[] sealed = Base64.getDecoder().decode((String) json.get("secret"));
            Optional<byte[]> occasion = Optional.ofNullable((String) json.get("occasion"))
                    .map(base64 -> Base64.getDecoder().decode(base64));
            return new IdentityFile(identity, (Long) json.get("order"), sealed, occasion);
        } catch (IOException e) {
            throw new IdentityException(Reason.FILE, file + " cannot be read", e);
        } catch (MalformedException | ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new IdentityException(
                    Reason.FILE,
                    file + " is damaged; restore it from a backup, or move it away to go on without it",
                    e);
        }
    }
}
