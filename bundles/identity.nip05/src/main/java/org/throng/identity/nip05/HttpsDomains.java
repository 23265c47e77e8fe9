// SPDX-License-Identifier: MIT
package org.throng.identity.nip05;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.throng.curve.PublicKey;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.identity.Domains;
import org.throng.identity.Nip05;

/**
 * One GET for each question: no redirect (NIP-05 forbids them: a redirect would let another domain answer), at most
 * 64 KiB, all of it within the time, and the certificate checked as the platform does.
 */
@Component(property = "name=https")
public final class HttpsDomains implements Domains {
    private static final int MAX_ANSWER = 64 * 1024;
    private static final int MAX_RELAYS = 16;

    private final SSLSocketFactory sockets;
    private final Duration timeout;

    @Activate
    public HttpsDomains() {
        this(HttpsURLConnection.getDefaultSSLSocketFactory(), Duration.ofSeconds(10));
    }

    /** @param timeout for the whole question */
    public HttpsDomains(SSLSocketFactory sockets, Duration timeout) {
        this.sockets = sockets;
        this.timeout = timeout;
    }

    @Override
    public Said ask(Nip05 name) throws IOException {
        HttpsURLConnection connection =
                (HttpsURLConnection) name.query().toURL().openConnection();
        connection.setSSLSocketFactory(sockets);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
        connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
        connection.setRequestProperty("User-Agent", "nip05");
        connection.setRequestProperty("Accept", "application/json");
        // the timeouts above are for each read; a server that sends a byte now and then would never meet them
        CompletableFuture<Void> answered =
                new CompletableFuture<Void>().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        answered.whenComplete((nothing, late) -> connection.disconnect());
        try {
            return answer(name, read(connection, name));
        } catch (SocketTimeoutException e) {
            throw tooLate(name, e);
        } catch (IOException e) {
            throw answered.isDone() ? tooLate(name, e) : e;
        } finally {
            answered.complete(null);
        }
    }

    private IOException tooLate(Nip05 name, IOException cause) {
        return new IOException(name.domain() + " gave no whole answer within " + timeout.toSeconds() + " s", cause);
    }

    private static byte[] read(HttpURLConnection connection, Nip05 name) throws IOException {
        int status = connection.getResponseCode();
        if (status >= 300 && status < 400) {
            throw new IOException(name.domain() + " points elsewhere (HTTP " + status
                    + "), which is not allowed: another domain would answer in its place");
        }
        if (status != 200) {
            throw new IOException(name.domain() + " answers with HTTP " + status + " instead of a list of names");
        }
        try (InputStream in = connection.getInputStream()) {
            byte[] answer = in.readNBytes(MAX_ANSWER + 1);
            if (answer.length > MAX_ANSWER) {
                throw new IOException(name.domain() + " answers with more than the 64 KiB that are read");
            }
            return answer;
        }
    }

    /**
     * Reads what a domain sent.
     *
     * @throws IOException where it is no answer of NIP-05
     */
    public static Said answer(Nip05 name, byte[] json) throws IOException {
        try {
            if (!(StrictJson.read(json) instanceof Map<?, ?> answer)
                    || !(answer.get("names") instanceof Map<?, ?> names)) {
                throw new MalformedException("expected an object with the member 'names'");
            }
            Object hex = names.get(name.name());
            if (hex == null) {
                return new Said(Optional.empty(), List.of());
            }
            PublicKey npub = PublicKey.ofHex(hex instanceof String text ? text : "");
            Object relays = answer.get("relays") instanceof Map<?, ?> all ? all.get(npub.hex()) : null;
            return new Said(Optional.of(npub), relays instanceof List<?> list ? relays(list) : List.of());
        } catch (MalformedException | IllegalArgumentException e) {
            throw new IOException(name.domain() + " gives no answer of NIP-05: " + e.getMessage(), e);
        }
    }

    private static List<RelayUrl> relays(List<?> texts) {
        return texts.stream()
                .flatMap(text -> relay(text).stream())
                .limit(MAX_RELAYS)
                .toList();
    }

    private static Optional<RelayUrl> relay(Object text) {
        try {
            return text instanceof String url ? Optional.of(RelayUrl.of(url)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a hint that is no address is worth no more than none
        }
    }
}
