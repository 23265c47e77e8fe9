// SPDX-License-Identifier: MIT
package org.throng.mailbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;

/** Letters as JSON, as they lie in the mailbox and in a backup; members that a later version adds are ignored. */
public final class LetterJson {
    private LetterJson() {}

    /** UTF-8 of one object on one line. */
    public static byte[] write(Letter letter) {
        return StrictJson.write(members(letter)).getBytes(StandardCharsets.UTF_8);
    }

    /** The members, for a caller that adds some. */
    public static Map<String, Object> members(Letter letter) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cursor", letter.cursor());
        json.put("id", letter.id().hex());
        json.put("rumor", letter.rumor().map(EventId::hex).orElse(null));
        json.put("owner", letter.owner().hex());
        json.put("peer", letter.peer().hex());
        json.put("outgoing", letter.outgoing());
        json.put("kind", letter.kind());
        json.put("text", letter.text());
        json.put("tags", letter.tags());
        json.put("created_at", letter.createdAt());
        json.put("stored_at", letter.storedAt());
        json.put("scheme", letter.scheme());
        json.put("state", letter.state().name());
        json.put("detail", letter.detail());
        letter.file().ifPresent(file -> {
            Map<String, Object> attachment = new LinkedHashMap<>();
            attachment.put("name", file.name());
            attachment.put("mime", file.mime());
            attachment.put("size", file.size());
            attachment.put("chunks", file.chunks());
            attachment.put("done", file.done());
            json.put("file", attachment);
        });
        return json;
    }

    /** @throws IOException where the bytes are not {@link #write}'s */
    public static Letter read(byte[] bytes) throws IOException {
        try {
            return read((Map<?, ?>) StrictJson.read(bytes));
        } catch (MalformedException | ClassCastException e) {
            throw new IOException("a stored letter is not in the form of this version", e);
        }
    }

    /** @throws IOException where the members are not {@link #members}' */
    public static Letter read(Map<?, ?> json) throws IOException {
        try {
            Object rumor = json.get("rumor");
            List<List<String>> tags = EventReader.tags(json.get("tags"));
            return new Letter(
                    (Long) json.get("cursor"),
                    EventId.ofHex(text(json, "id")),
                    rumor instanceof String hex ? Optional.of(EventId.ofHex(hex)) : Optional.empty(),
                    PublicKey.ofHex(text(json, "owner")),
                    PublicKey.ofHex(text(json, "peer")),
                    (Boolean) json.get("outgoing"),
                    (int) (long) (Long) json.get("kind"),
                    text(json, "text"),
                    tags,
                    (Long) json.get("created_at"),
                    (Long) json.get("stored_at"),
                    text(json, "scheme"),
                    Letter.State.valueOf(text(json, "state")),
                    text(json, "detail"),
                    Optional.ofNullable((Map<?, ?>) json.get("file")).map(LetterJson::attachment));
        } catch (MalformedException | ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new IOException("a stored letter is not in the form of this version", e);
        }
    }

    private static Letter.Attachment attachment(Map<?, ?> json) {
        return new Letter.Attachment(
                text(json, "name"),
                text(json, "mime"),
                (Long) json.get("size"),
                (int) (long) (Long) json.get("chunks"),
                (int) (long) (Long) json.get("done"));
    }

    private static String text(Map<?, ?> json, String name) {
        return (String) json.get(name);
    }
}
