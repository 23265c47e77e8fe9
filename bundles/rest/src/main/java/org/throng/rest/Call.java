// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.http.Request;

/** A request on its way to its route: the variables of the path, and the body as JSON. */
final class Call {
    private static final int MAX_JSON = 1 << 20;
    private static final int MAX_RELAYS = 8;

    private final Request request;
    private final Map<String, String> variables;
    private Map<?, ?> json;

    Call(Request request, Map<String, String> variables) {
        this.request = request;
        this.variables = variables;
    }

    Request request() {
        return request;
    }

    String variable(String name) {
        return variables.get(name);
    }

    Optional<String> parameter(String name) {
        return request.query(name).stream().findFirst().filter(text -> !text.isEmpty());
    }

    int number(String name, int standard, int least, int most) throws Problem {
        Optional<String> text = parameter(name);
        if (text.isEmpty()) {
            return standard;
        }
        if (!text.get().matches("[0-9]{1,9}")
                || Integer.parseInt(text.get()) < least
                || Integer.parseInt(text.get()) > most) {
            throw Problem.badData(name + " is a number from " + least + " to " + most);
        }
        return Integer.parseInt(text.get());
    }

    /** The body as an object; an empty body is an empty object. */
    Map<?, ?> json() throws Problem, IOException {
        if (json == null) {
            byte[] body = request.body().readNBytes(MAX_JSON + 1);
            if (body.length > MAX_JSON) {
                throw Problem.badData("the body has at most 1 MiB; send files to /files");
            }
            try {
                Object value = body.length == 0 ? Map.of() : StrictJson.read(body);
                if (!(value instanceof Map<?, ?> members)) {
                    throw Problem.badData("the body is a JSON object");
                }
                json = members;
            } catch (MalformedException e) {
                throw Problem.badData("the body: " + e.getMessage());
            } finally {
                Arrays.fill(body, (byte) 0);
            }
        }
        return json;
    }

    Optional<String> text(String name) throws Problem, IOException {
        Object value = json().get(name);
        if (value == null || value == StrictJson.Null.NULL) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw Problem.badData(name + " is a string");
        }
        return Optional.of(text);
    }

    String required(String name) throws Problem, IOException {
        return text(name).orElseThrow(() -> Problem.badData("the body needs the member " + name));
    }

    /** For a passphrase or key: the caller erases the array. The text itself is left to the garbage collector. */
    char[] secret(String name) throws Problem, IOException {
        return required(name).toCharArray();
    }

    Optional<Boolean> flag(String name) throws Problem, IOException {
        Object value = json().get(name);
        if (value == null || value == StrictJson.Null.NULL) {
            return Optional.empty();
        }
        if (!(value instanceof Boolean flag)) {
            throw Problem.badData(name + " is true or false");
        }
        return Optional.of(flag);
    }

    /** A time in UNIX seconds; empty where there is none. */
    OptionalLong seconds(String name) throws Problem, IOException {
        Object value = json().get(name);
        if (value == null || value == StrictJson.Null.NULL) {
            return OptionalLong.empty();
        }
        if (!(value instanceof Long seconds) || seconds < 0) {
            throw Problem.badData(name + " is a time in UNIX seconds");
        }
        return OptionalLong.of(seconds);
    }

    /** The addresses of the member {@code relays}; empty where there is none. */
    Optional<List<RelayUrl>> relays() throws Problem, IOException {
        Object value = json().get("relays");
        if (value == null || value == StrictJson.Null.NULL) {
            return Optional.empty();
        }
        if (!(value instanceof List<?> urls) || urls.size() > MAX_RELAYS) {
            throw Problem.badData("relays is an array of at most 8 addresses");
        }
        List<RelayUrl> relays = new ArrayList<>();
        for (Object url : urls) {
            relays.add(People.relay(String.valueOf(url)));
        }
        return Optional.of(relays);
    }
}
