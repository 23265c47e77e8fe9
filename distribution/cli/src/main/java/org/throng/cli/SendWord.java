// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;
import org.throng.identity.Identity;
import org.throng.identity.Nip19;
import org.throng.identity.Pointer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code throng send}: puts a message into the node's outbox, from where it leaves as soon as it can. */
@Command(
        name = "send",
        description = "Send a text, what comes on standard input (-), or a file of up to 8 MiB.",
        footer = {
            "",
            "The message is on the disk when this returns; its state goes on: queued, posted (relays said OK),",
            "acknowledged (the contact's node has it), or failed with the reason. See: throng show ID"
        })
final class SendWord implements Callable<Integer> {
    private static final int LOOKS = 20;
    private static final int LOOK_MILLIS = 150;

    private static final int MAX_TEXT = 8 << 20;
    private static final long MAX_FILE = 8 << 20;

    private final Root root;

    @Parameters(index = "0", paramLabel = "NPUB|PETNAME", description = "npub, nprofile, hex or a contact's petname.")
    String to;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TEXT",
            description = "The words; - reads them from standard input.")
    String text;

    @Option(names = "--file", paramLabel = "F", description = "Send a file instead.")
    Path file;

    @Option(names = "--mime", paramLabel = "TYPE", description = "The file's type; else guessed by its name.")
    String mime;

    @Option(names = "--reply-to", paramLabel = "ID", description = "The message that this one answers.")
    String replyTo;

    @Option(
            names = "--nip17",
            description = "For people without Throng: as a gift wrap of NIP-17. The relay sees who receives it, and"
                    + " nothing acknowledges it. Never done by itself.")
    boolean nip17;

    @Option(names = "--as", paramLabel = "NPUB|LABEL", description = "From which identity; else the first that stays.")
    String as;

    SendWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        if (file == null == (text == null)) {
            throw new Failure(Exit.USAGE, "expected one of: TEXT, - for standard input, or --file F");
        }
        if (nip17 && file != null) {
            throw new Failure(Exit.USAGE, "files do not go by --nip17; send a text, or the file without it");
        }
        if (file != null) {
            checkSize(file);
        }
        NodeClient node = root.requireNode();
        Keys keys = new NodeKeys(node, root.passphrases());
        Identity from = as == null && People.isKey(to) ? null : keys.pick(as);
        Pointer.Profile person = People.isKey(to)
                ? People.key(to)
                : new Pointer.Profile(People.contact(keys, from.npub(), to).npub(), List.of());
        String sender = from == null ? null : Nip19.npub(from.npub());
        Object sent = file == null ? sendText(node, sender, person) : sendFile(node, sender, person.npub());
        String note = Json.text(sent, "note");
        if (!note.isEmpty()) {
            root.tell("note: " + note);
        }
        if (from != null && from.isDisposable()) {
            root.tell("'" + from.label() + "' " + Ending.told(from, root.terminal.clock())
                    + ": an answer that comes later is read by nobody");
        }
        if (root.json) {
            root.terminal.out().println(Json.write(sent));
        } else {
            Object now = Json.text(sent, "detail").isEmpty() ? sent : settled(node, sent);
            String detail = Json.text(now, "detail");
            root.terminal
                    .out()
                    .println(Json.text(now, "id") + "  " + Json.text(now, "state")
                            + (detail.isEmpty() ? "" : "  " + detail));
        }
        return 0;
    }

    /** The message after its first attempt, or after three seconds: a person is told where it went. */
    private static Object settled(NodeClient node, Object sent) {
        Object now = sent;
        try {
            for (int look = 0; look < LOOKS && Json.text(now, "detail").equals(Json.text(sent, "detail")); look++) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                now = node.get("/messages/" + Json.text(sent, "id"));
            }
        } catch (Failure e) {
            return now; // it is queued, which is what was asked for
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return now;
    }

    private Object sendText(NodeClient node, String from, Pointer.Profile to) throws Failure {
        List<String> relays = to.relays().stream().map(RelayUrl::toString).toList();
        return node.call(
                "POST",
                "/messages",
                Json.object(
                        "from",
                        from,
                        "to",
                        Nip19.npub(to.npub()),
                        "text",
                        text.equals("-") ? standardInput() : text,
                        "replyTo",
                        replyTo,
                        "scheme",
                        nip17 ? "nip17" : null,
                        "relays",
                        relays.isEmpty() ? null : relays));
    }

    private String standardInput() throws Failure {
        try {
            byte[] utf8 = NodeClient.bounded(root.terminal.in(), MAX_TEXT, "the text");
            String whole = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            return whole.endsWith("\n") ? whole.substring(0, whole.length() - 1) : whole;
        } catch (CharacterCodingException e) {
            throw new Failure(Exit.BAD_DATA, "the text on standard input is not UTF-8; send it with --file instead");
        } catch (IOException e) {
            throw Failure.reading(Path.of("standard input"), e);
        }
    }

    /** Before anything is sent: the node would say so at the end. */
    private static void checkSize(Path file) throws Failure {
        try {
            long size = Files.size(file);
            if (size > MAX_FILE) {
                throw new Failure(
                        Exit.BAD_DATA,
                        "a file has at most 8 MiB (8,388,608 bytes), and " + file + " has " + ScanView.number(size));
            }
        } catch (IOException e) {
            throw Failure.reading(file, e);
        }
    }

    private Object sendFile(NodeClient node, String from, PublicKey to) throws Failure {
        try (InputStream content = Files.newInputStream(file);
                Progress progress = root.progress("sending " + file.getFileName())) {
            if (!Files.isRegularFile(file)) {
                throw new Failure(Exit.BAD_DATA, file + " is no file");
            }
            String type = mime == null ? Files.probeContentType(file) : mime;
            String query = NodeClient.query(
                    "from",
                    from,
                    "to",
                    Nip19.npub(to),
                    "name",
                    file.getFileName(),
                    "mime",
                    type == null ? "application/octet-stream" : type);
            return node.upload("/files" + query, content, Files.size(file), progress);
        } catch (IOException e) {
            throw Failure.reading(file, e);
        }
    }
}
