// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.throng.http.Request;
import org.throng.identity.IdentityException;
import org.throng.mail.MailException;

/** Finds the route of a request: a method and a path of fixed words and {@code {variables}}. */
final class Router {
    private final List<Route> routes = new ArrayList<>();

    /** Fulfils a request. */
    @FunctionalInterface
    interface Handler {
        Answer handle(Call call) throws Problem, IOException, IdentityException, MailException;
    }

    private record Route(String method, String[] words, Handler handler) {
        /** The variables, or {@code null} where the path is another. */
        Map<String, String> match(String[] path) {
            if (path.length != words.length) {
                return null;
            }
            Map<String, String> variables = new HashMap<>();
            for (int i = 0; i < path.length; i++) {
                if (words[i].startsWith("{")) {
                    variables.put(words[i].substring(1, words[i].length() - 1), path[i]);
                } else if (!words[i].equals(path[i])) {
                    return null;
                }
            }
            return variables;
        }
    }

    void add(String method, String path, Handler handler) {
        routes.add(new Route(method, path.split("/"), handler));
    }

    /** @param path below the API's own beginning, starting with a slash */
    Answer route(Request request, String path) throws Problem, IOException, IdentityException, MailException {
        String[] words = path.split("/");
        TreeSet<String> methods = new TreeSet<>();
        Route best = null;
        Map<String, String> variables = null;
        for (Route route : routes) {
            Map<String, String> found = route.match(words);
            if (found != null) {
                methods.add(route.method());
                // fixed words win over variables
                if (route.method().equals(request.method()) && (best == null || found.size() < variables.size())) {
                    best = route;
                    variables = found;
                }
            }
        }
        if (best != null) {
            return best.handler().handle(new Call(request, variables));
        }
        if (methods.isEmpty()) {
            throw Problem.notFound("there is no " + path);
        }
        throw new Problem(405, "Method not allowed", Problem.BAD_DATA, path + " takes " + String.join(", ", methods));
    }
}
