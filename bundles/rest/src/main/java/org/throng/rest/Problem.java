// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.throng.event.StrictJson;
import org.throng.identity.IdentityException;
import org.throng.mail.MailException;

/** A request that was not fulfilled: RFC 9457, with the exit code of the command line as {@code code}. */
final class Problem extends Exception {
    private static final long serialVersionUID = 1;

    static final int BAD_DATA = 65;
    static final int NO_NODE = 69;
    static final int CANNOT_WRITE = 73;
    static final int TRY_AGAIN = 75;
    static final int REFUSED = 77;

    private final String type;
    private final int status;
    private final String title;
    private final int code;

    Problem(int status, String title, int code, String detail) {
        this("about:blank", status, title, code, detail);
    }

    private Problem(String type, int status, String title, int code, String detail) {
        super(detail, null, false, false);
        this.type = type;
        this.status = status;
        this.title = title;
        this.code = code;
    }

    static Problem badData(String detail) {
        return new Problem(400, "Bad data", BAD_DATA, detail);
    }

    static Problem notFound(String detail) {
        return new Problem(404, "Not found", BAD_DATA, detail);
    }

    static Problem noRelay() {
        return new Problem(
                404,
                "No relay",
                BAD_DATA,
                "this node has no relay that is open; start it as 'throng relay' or 'throng node', or look into its log");
    }

    static Problem locked() {
        return new Problem(
                409,
                "Locked",
                REFUSED,
                "the vault is locked or not made yet; use 'throng id unlock' or 'throng id new'");
    }

    static Problem noMail() {
        return new Problem(
                409,
                "A relay",
                NO_NODE,
                "this node is a relay, which keeps no messages of its own; start it as 'throng client' or 'throng node'");
    }

    static Problem notHere(String what) {
        return new Problem(503, "Not here", TRY_AGAIN, what + " does not run in this node now");
    }

    static Problem of(IdentityException e) {
        return switch (e.reason()) {
            case LOCKED, WRONG_PASSPHRASE -> new Problem(403, "Refused", REFUSED, e.getMessage());
            case UNKNOWN -> notFound(e.getMessage());
            case EXISTS -> new Problem(409, "Conflict", REFUSED, e.getMessage());
            // the command line makes the vault when it hears this
            case VAULT -> new Problem("urn:throng:vault", 409, "Conflict", REFUSED, e.getMessage());
            case FILE -> new Problem(500, "Cannot write", CANNOT_WRITE, e.getMessage());
            default -> badData(e.getMessage());
        };
    }

    static Problem of(MailException e) {
        return switch (e.reason()) {
            case LOCKED, REFUSED -> new Problem(403, "Refused", REFUSED, e.getMessage());
            case UNKNOWN -> notFound(e.getMessage());
            case BAD_INPUT -> badData(e.getMessage());
        };
    }

    Answer answer() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type);
        json.put("title", title);
        json.put("status", status);
        json.put("detail", getMessage());
        json.put("code", code);
        return Answer.of(
                status, "application/problem+json", StrictJson.write(json).getBytes(StandardCharsets.UTF_8));
    }
}
