// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.throng.http.undertow.Limits;
import org.throng.http.undertow.Server;

/** The feed over HTTP. */
@Timeout(60)
class RelayFeedTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private World world;
    private RelayFeed endpoint;
    private FeedAccount feed;
    private Server server;
    private String log;

    @BeforeEach
    void start() throws IOException {
        world = new World(folder);
        endpoint = world.feed(0);
        server = new Server(
                "relay",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                4,
                new Limits(100, 100, 0, 16 << 10, 256 << 10, Duration.ofSeconds(20), Duration.ofSeconds(20)),
                Set.of(),
                () -> List.of(endpoint));
        feed = world.open(endpoint);
        world.enter(feed, "00:", 0, 300);
        for (int i = 0; i < 10; i++) {
            world.tick(feed, 60);
        }
        log = "00_/" + feed.lane();
    }

    @AfterEach
    void stop() {
        feed.close();
        server.close();
    }

    private HttpResponse<byte[]> ask(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + "/throng/v1/" + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void fullTilesAreImmutableAndPartialOnesAndHeadsAreNot() throws Exception {
        HttpResponse<byte[]> full = ask("GET", log + "/tile/entries/000");
        assertEquals(200, full.statusCode());
        assertEquals(256 * 130, full.body().length);
        assertEquals("application/octet-stream", header(full, "Content-Type"));
        assertEquals("public, max-age=3024000, immutable", header(full, "Cache-Control"));
        assertEquals("public, max-age=3024000, immutable", header(ask("GET", log + "/tile/0/000"), "Cache-Control"));
        for (String partial :
                List.of("/tile/entries/001.p/44", "/tile/0/001.p/44", "/tile/1/000.p/1", "/tile/tags/001.p/1")) {
            assertEquals("public, max-age=60", header(ask("GET", log + partial), "Cache-Control"), partial);
        }
        for (String note : List.of("ticks/checkpoint", log + "/checkpoint")) {
            HttpResponse<byte[]> head = ask("GET", note);
            assertEquals("public, max-age=5", header(head, "Cache-Control"));
            assertEquals("text/plain; charset=utf-8", header(head, "Content-Type"));
        }
        HttpResponse<byte[]> none = ask("GET", log + "/tile/entries/001.p/45");
        assertEquals(404, none.statusCode());
        assertEquals("no-store", header(none, "Cache-Control"));
        assertEquals("*", header(none, "Access-Control-Allow-Origin"));
    }

    @Test
    void headSaysTheSameWithoutABody() throws Exception {
        HttpResponse<byte[]> full = ask("GET", log + "/tile/tags/000");
        HttpResponse<byte[]> head = ask("HEAD", log + "/tile/tags/000");
        assertEquals(200, head.statusCode());
        assertEquals("2048", header(head, "Content-Length"));
        assertEquals(header(full, "ETag"), header(head, "ETag"));
        assertEquals(0, head.body().length);
        assertEquals(405, ask("POST", "ticks/checkpoint").statusCode());
        assertEquals(204, ask("OPTIONS", "ticks/checkpoint").statusCode());
    }

    @Test
    void whoHasItIsNotSentItAgain() throws Exception {
        String tag = header(ask("GET", log + "/tile/0/000"), "ETag");
        assertTrue(tag.matches("\"[0-9a-f]{32}\""), tag);
        for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
            HttpResponse<byte[]> again = ask("GET", log + "/tile/0/000", "If-None-Match", known);
            assertEquals(304, again.statusCode(), known);
            assertEquals(tag, header(again, "ETag"));
            assertEquals(0, again.body().length);
        }
        assertEquals(
                200, ask("GET", log + "/tile/0/000", "If-None-Match", "\"x\"").statusCode());
    }

    @Test
    void oneRangeIsAnswered() throws Exception {
        HttpResponse<byte[]> whole = ask("GET", log + "/tile/0/000");
        int size = whole.body().length;
        for (String[] range : new String[][] {
            {"bytes=0-31", "0", "32"},
            {"bytes=8160-", "8160", "8192"},
            {"bytes=8160-99999", "8160", "8192"},
            {"bytes=-32", "8160", "8192"},
            {"bytes=-99999", "0", "8192"}
        }) {
            HttpResponse<byte[]> part = ask("GET", log + "/tile/0/000", "Range", range[0]);
            int from = Integer.parseInt(range[1]);
            int to = Integer.parseInt(range[2]);
            assertEquals(206, part.statusCode(), range[0]);
            assertEquals("bytes " + from + "-" + (to - 1) + "/" + size, header(part, "Content-Range"));
            assertArrayEquals(Arrays.copyOfRange(whole.body(), from, to), part.body());
        }
        for (String none : List.of("bytes=8192-", "bytes=5-4", "bytes=-0")) {
            HttpResponse<byte[]> refused = ask("GET", log + "/tile/0/000", "Range", none);
            assertEquals(416, refused.statusCode(), none);
            assertEquals("bytes */8192", header(refused, "Content-Range"));
        }
        for (String other : List.of("bytes=0-1,4-5", "lines=0-1", "bytes=-", "bytes=a-b")) {
            assertEquals(200, ask("GET", log + "/tile/0/000", "Range", other).statusCode(), other);
        }
        String stale = "\"0\"";
        assertEquals(
                200,
                ask("GET", log + "/tile/0/000", "Range", "bytes=0-1", "If-Range", stale)
                        .statusCode());
    }

    @Test
    void ticksAreCompressedForWhoTakesIt() throws Exception {
        HttpResponse<byte[]> plain = ask("GET", "ticks/tile/entries/000.p/11");
        assertEquals("", header(plain, "Content-Encoding"));
        assertEquals("Accept-Encoding", header(plain, "Vary"));
        HttpResponse<byte[]> zipped = ask("GET", "ticks/tile/entries/000.p/11", "Accept-Encoding", "br, gzip");
        assertEquals("gzip", header(zipped, "Content-Encoding"));
        assertTrue(zipped.body().length < plain.body().length / 2);
        assertArrayEquals(plain.body(), new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes());
        assertEquals(
                "",
                header(ask("GET", "ticks/tile/entries/000.p/11", "Accept-Encoding", "gzip;q=0"), "Content-Encoding"));
        assertEquals(
                "",
                header(ask("GET", log + "/tile/entries/000", "Accept-Encoding", "gzip"), "Content-Encoding"),
                "records look random");
    }

    @Test
    void closedFeedSaysToComeAgain() throws Exception {
        feed.close();
        HttpResponse<byte[]> refused = ask("GET", "ticks/checkpoint");
        assertEquals(503, refused.statusCode());
        assertEquals("5", header(refused, "Retry-After"));
        assertEquals("the relay is not open just now\n", new String(refused.body(), UTF_8));
    }
}
