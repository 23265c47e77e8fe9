// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.throng.home.Home;
import org.throng.home.LocalApi;

/** The local API of a running node: JSON over HTTP on the loopback address, opened by the token in the home. */
final class NodeClient {
    private static final int MAX_ANSWER = 64 << 20;
    private static final String BASE = "/api/v1";

    private final int port;
    private final String token;
    private final Home home;

    NodeClient(LocalApi api, String token, Home home) {
        this.port = api.port();
        this.token = token;
        this.home = home;
    }

    /** What takes one event of a stream; whether to go on. */
    interface Events {
        boolean take(Object event) throws Failure;
    }

    /** What takes one line of a text; whether to go on. */
    interface Lines {
        boolean take(String line) throws Failure;
    }

    /** A query such as {@code ?a=b&c=d} of the members whose value is not null: name, value, name, value … */
    static String query(Object... members) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < members.length; i += 2) {
            if (members[i + 1] != null) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(members[i])
                        .append('=')
                        .append(URLEncoder.encode(members[i + 1].toString(), StandardCharsets.UTF_8));
            }
        }
        return query.toString();
    }

    Object get(String path) throws Failure {
        return call("GET", path, null);
    }

    /** @param body an object to send as JSON, or null */
    Object call(String method, String path, Map<String, ?> body) throws Failure {
        try (HttpCall http = send(method, path, body)) {
            return answer(http);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** As {@link #call}, of work that may take as long as it takes. */
    Object callPatiently(String method, String path) throws Failure {
        try (HttpCall http = send(method, path, null)) {
            http.waitLong();
            return answer(http);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Sends a file as it is. */
    Object upload(String path, InputStream content, long length, Progress progress) throws Failure {
        return upload(path, content, length, progress, false);
    }

    /** @param patiently whether the node may take as long as it takes */
    Object upload(String path, InputStream content, long length, Progress progress, boolean patiently) throws Failure {
        try (HttpCall http = new HttpCall(port, token, "POST", BASE + path, "application/octet-stream", length)) {
            if (patiently) {
                http.waitLong();
            }
            try {
                copy(content, http.body(), length, progress);
            } catch (IOException e) {
                // it may have said why before it closed
                if (http.status() < 300) {
                    throw e;
                }
            }
            return answer(http);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** What is told how far a transfer has come. */
    interface Meter {
        /** @param total of bytes; not more than 0 where it is not known */
        void at(long done, long total);
    }

    /** Receives bytes as they are; an {@link IOException} is one of writing them. */
    void download(String method, String path, Map<String, ?> body, OutputStream to, Progress progress)
            throws Failure, IOException {
        download(method, path, body, to, progress::at);
    }

    void download(String method, String path, Map<String, ?> body, OutputStream to, Meter progress)
            throws Failure, IOException {
        try (HttpCall http = send(method, path, body)) {
            refuse(http);
            InputStream in = http.content();
            byte[] buffer = new byte[64 << 10];
            long done = 0;
            for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
                to.write(buffer, 0, read);
                done += read;
                progress.at(done, http.length());
            }
        }
    }

    private int read(InputStream in, byte[] buffer) throws Failure {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Hears the lines of a text until the taker has enough or there are no more. */
    void lines(String path, boolean follow, Lines lines) throws Failure {
        try (HttpCall http = send("GET", path, null)) {
            if (follow) {
                http.waitLong();
            }
            refuse(http);
            BufferedReader reader = new BufferedReader(new InputStreamReader(http.content(), StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!lines.take(line)) {
                    return;
                }
            }
            if (follow) {
                throw new Failure(Exit.NO_NODE, "the node ended; start it again with: throng up --home " + home);
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** As {@link #call}, of an answer that comes line by line while the node works. */
    void lines(String method, String path, Map<String, ?> body, Lines lines) throws Failure {
        try (HttpCall http = send(method, path, body)) {
            http.waitLong();
            refuse(http);
            BufferedReader reader = new BufferedReader(new InputStreamReader(http.content(), StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!lines.take(line)) {
                    return;
                }
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Hears events (text/event-stream) until the taker has enough or the node ends. */
    void follow(String path, Events events) throws Failure {
        StringBuilder data = new StringBuilder();
        lines(path, true, line -> {
            if (line.startsWith("data:") && data.length() < MAX_ANSWER) {
                data.append(line, line.startsWith("data: ") ? 6 : 5, line.length());
            } else if (line.isEmpty() && !data.isEmpty()) {
                Object event = Json.read(data.toString().getBytes(StandardCharsets.UTF_8));
                data.setLength(0);
                return events.take(event);
            }
            return true;
        });
    }

    private HttpCall send(String method, String path, Map<String, ?> body) throws Failure {
        try {
            byte[] json = body == null ? null : Json.write(body).getBytes(StandardCharsets.US_ASCII);
            HttpCall http = new HttpCall(
                    port,
                    token,
                    method,
                    BASE + path,
                    json == null ? null : "application/json",
                    json == null ? 0 : json.length);
            if (json != null) {
                http.body().write(json);
            }
            return http;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static Object answer(HttpCall http) throws IOException, Failure {
        refuse(http);
        byte[] json = http.content().readNBytes(MAX_ANSWER);
        return json.length == 0 ? Map.of() : Json.read(json);
    }

    private static void refuse(HttpCall http) throws IOException, Failure {
        int status = http.status();
        if (status < 300) {
            return;
        }
        byte[] problem = http.content().readNBytes(64 << 10);
        Exit byStatus = switch (status) {
            case 400, 404, 410, 413, 415, 422 -> Exit.BAD_DATA;
            case 401, 403, 409, 423 -> Exit.REFUSED;
            case 507 -> Exit.CANNOT_WRITE;
            default -> Exit.TRY_AGAIN;
        };
        Object json = problem.length == 0 ? Map.of() : Json.read(problem);
        String detail = Json.text(json, "detail");
        String title = detail.isEmpty() ? Json.text(json, "title") : detail;
        throw new Failure(
                Exit.of(Json.number(json, "code"), byStatus),
                title.isEmpty() ? "the node answers with HTTP " + status : title,
                Json.text(json, "type"));
    }

    private Failure broken(IOException e) {
        if (e instanceof ConnectException) {
            return Root.noNode(home);
        }
        if (e instanceof SocketTimeoutException) {
            return new Failure(Exit.TRY_AGAIN, "the node gave no answer in time; throng doctor may say why");
        }
        return new Failure(Exit.TRY_AGAIN, "the connection to the node broke (" + e.getMessage() + "); try again");
    }

    private static void copy(InputStream from, OutputStream to, long total, Progress progress) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long done = 0;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
            done += read;
            progress.at(done, total);
        }
    }

    /** All bytes of a stream that may have at most {@code max}. */
    static byte[] bounded(InputStream in, int max, String what) throws IOException, Failure {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 << 10];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            all.write(buffer, 0, read);
            if (all.size() > max) {
                throw new Failure(Exit.BAD_DATA, what + " has more than the " + max + " bytes that it may have");
            }
        }
        return all.toByteArray();
    }
}
