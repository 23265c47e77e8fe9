// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.throng.home.Home;
import org.throng.home.LocalApi;

/** The local API of a running node: JSON over HTTP on the loopback address, opened by the token in the home. */
final class NodeClient {
    private static final int MAX_ANSWER = 64 << 20;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 120_000;

    private final String base;
    private final String token;
    private final Home home;

    NodeClient(LocalApi api, String token, Home home) {
        this.base = "http://127.0.0.1:" + api.port() + "/api/v1";
        this.token = token;
        this.home = home;
    }

    /** What takes one event of a stream; whether to go on. */
    interface Events {
        boolean take(Object event) throws Failure;
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
        try {
            HttpURLConnection connection = open(method, path);
            if (body != null) {
                byte[] json = Json.write(body).getBytes(StandardCharsets.US_ASCII);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(json.length);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(json);
                }
            }
            return answer(connection);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Sends a file as it is. */
    Object upload(String path, InputStream content, long length, Progress progress) throws Failure {
        try {
            HttpURLConnection connection = open("POST", path);
            connection.setRequestProperty("Content-Type", "application/octet-stream");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(length);
            try (OutputStream out = connection.getOutputStream()) {
                copy(content, out, length, progress);
            }
            return answer(connection);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Receives bytes as they are. */
    void download(String method, String path, Map<String, ?> body, OutputStream to, Progress progress)
            throws Failure, IOException {
        HttpURLConnection connection;
        try {
            connection = open(method, path);
            if (body != null) {
                connection.setRequestProperty("Content-Type", "application/json");
                connection.setDoOutput(true);
                connection.getOutputStream().write(Json.write(body).getBytes(StandardCharsets.US_ASCII));
            }
            refuse(connection);
        } catch (IOException e) {
            throw broken(e);
        }
        try (InputStream in = connection.getInputStream()) {
            copy(in, to, connection.getContentLengthLong(), progress);
        }
    }

    /** Hears events (text/event-stream) until the taker has enough or the node ends. */
    void follow(String path, Events events) throws Failure {
        try {
            HttpURLConnection connection = open("GET", path);
            connection.setReadTimeout(0);
            connection.setRequestProperty("Accept", "text/event-stream");
            refuse(connection);
            StringBuilder data = new StringBuilder();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data:") && data.length() < MAX_ANSWER) {
                        data.append(line, line.startsWith("data: ") ? 6 : 5, line.length());
                    } else if (line.isEmpty() && !data.isEmpty()) {
                        if (!events.take(Json.read(data.toString().getBytes(StandardCharsets.UTF_8)))) {
                            return;
                        }
                        data.setLength(0);
                    }
                }
            }
            throw new Failure(Exit.NO_NODE, "the node ended; start it again with: throng up --home " + home);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private HttpURLConnection open(String method, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(base + path).openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method.equals("PATCH") ? "POST" : method);
        if (method.equals("PATCH")) {
            connection.setRequestProperty("X-HTTP-Method-Override", method); // the platform's client does not know it
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection;
    }

    private Object answer(HttpURLConnection connection) throws IOException, Failure {
        refuse(connection);
        try (InputStream in = connection.getInputStream()) {
            byte[] json = in.readNBytes(MAX_ANSWER);
            return json.length == 0 ? Map.of() : Json.read(json);
        }
    }

    private static void refuse(HttpURLConnection connection) throws IOException, Failure {
        int status = connection.getResponseCode();
        if (status < 300) {
            return;
        }
        byte[] problem = new byte[0];
        try (InputStream in = connection.getErrorStream()) {
            if (in != null) {
                problem = in.readNBytes(64 << 10);
            }
        }
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
