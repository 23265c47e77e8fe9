// SPDX-License-Identifier: MIT
package org.throng.identity.nip05;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;
import org.throng.identity.Domains;
import org.throng.identity.IdentityException;
import org.throng.identity.Nip05;

class HttpsDomainsTest {
    private static final String HEX = "b0635d6a9851d3aed0cd6c495b282167acf761729078d975fc341b22650b07b9";

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private static final AtomicReference<Answer> ANSWER = new AtomicReference<>();
    private static final CountDownLatch END = new CountDownLatch(1);
    private static HttpsServer server;
    private static ExecutorService threads;
    private static SSLSocketFactory trusting;

    private HttpsDomains domains;
    private Nip05 ann;

    @BeforeAll
    static void start(@TempDir Path temp) throws Exception {
        SSLContext context = context(temp.resolve("keys.p12"));
        trusting = context.getSocketFactory();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                ANSWER.get().to(exchange);
            }
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        END.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @BeforeEach
    void ask() throws IdentityException {
        domains = new HttpsDomains(trusting, Duration.ofSeconds(10));
        ann = Nip05.parse("ann@localhost:" + server.getAddress().getPort());
    }

    @Test
    void domainSaysWhoItIs() throws IOException {
        AtomicReference<String> asked = new AtomicReference<>();
        ANSWER.set(exchange -> {
            asked.set(exchange.getRequestURI().toString());
            send(
                    exchange,
                    200,
                    "{\"names\":{\"ann\":\"" + HEX + "\"},\"relays\":{\"" + HEX
                            + "\":[\"wss://a.example\",\"nonsense\",7]}}");
        });
        Domains.Said said = domains.ask(ann);
        assertEquals("/.well-known/nostr.json?name=ann", asked.get());
        assertEquals(Optional.of(PublicKey.ofHex(HEX)), said.npub());
        assertEquals(List.of(RelayUrl.of("wss://a.example")), said.relays());
        assertEquals(Domains.Verdict.SAYS_SO, said.about(PublicKey.ofHex(HEX)));
    }

    @Test
    void unknownNameIsAnAnswer() throws IOException {
        ANSWER.set(exchange -> send(exchange, 200, "{\"names\":{\"ben\":\"" + HEX + "\"}}"));
        assertEquals(Optional.empty(), domains.ask(ann).npub());
    }

    @Test
    void redirectIsNotFollowed() {
        ANSWER.set(exchange -> {
            exchange.getResponseHeaders().add("Location", "https://localhost:1/");
            send(exchange, 302, "");
        });
        assertTrue(failure().contains("points elsewhere (HTTP 302)"));
    }

    @Test
    void errorIsNamed() {
        ANSWER.set(exchange -> send(exchange, 404, "no"));
        assertTrue(failure().contains("HTTP 404"));
    }

    @Test
    void hugeAnswerIsNotRead() {
        ANSWER.set(exchange -> send(exchange, 200, " ".repeat(70_000)));
        assertTrue(failure().contains("more than the 64 KiB"));
    }

    @Test
    void answerThatNeverEndsIsCutOff() {
        domains = new HttpsDomains(trusting, Duration.ofMillis(700));
        ANSWER.set(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                do {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                } while (!END.await(50, TimeUnit.MILLISECONDS)); // faster than the timeout of one read
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long start = System.nanoTime();
        assertTrue(failure().contains("no whole answer within"));
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 8);
    }

    @Test
    void unknownCertificateIsNotTrusted() {
        domains = new HttpsDomains();
        ANSWER.set(exchange -> send(exchange, 200, "{}"));
        assertThrows(SSLException.class, () -> domains.ask(ann));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"names\":[]}",
                "{\"names\":{\"ann\":7}}",
                "{\"names\":{\"ann\":\"npub1\"}}",
                "{\"names\":{\"ann\":\"B0635D6A9851D3AED0CD6C495B282167ACF761729078D975FC341B22650B07B9\"}}",
                "{\"names\":{\"ann\":\"x\",\"ann\":\"y\"}}"
            })
    void brokenAnswerIsNamed(String json) {
        IOException e =
                assertThrows(IOException.class, () -> HttpsDomains.answer(ann, json.getBytes(StandardCharsets.UTF_8)));
        assertTrue(e.getMessage().contains("no answer of NIP-05"), e.getMessage());
    }

    private String failure() {
        return assertThrows(IOException.class, () -> domains.ask(ann)).getMessage();
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** A certificate for localhost, made for this run alone. */
    private static SSLContext context(Path file) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit",
                        "-validity",
                        "2")
                .redirectErrorStream(true)
                .redirectOutput(file.resolveSibling("keytool.out").toFile())
                .start();
        assertTrue(made.waitFor(60, TimeUnit.SECONDS), "keytool did not end in a minute");
        assertEquals(0, made.exitValue(), Files.readString(file.resolveSibling("keytool.out")));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        mine.init(keys, "changeit".toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(mine.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
