// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.throng.feed.LogName;
import org.throng.http.Endpoint;
import org.throng.http.Request;
import org.throng.http.Response;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.HeaderEvent;
import org.throng.relay.Ledger;

/** The feed as services: a ledger that the relay opens, and an endpoint that serves what is in it while it is open. */
@Component(
        service = {Ledger.class, Endpoint.class},
        immediate = true,
        configurationPid = "org.throng.relay.feed")
@Designate(ocd = RelayFeed.Settings.class)
public final class RelayFeed implements Ledger, Endpoint {
    private final FeedAccount.Terms terms;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile FeedAccount open;

    /** The settings of the feed. */
    @ObjectClassDefinition(id = "org.throng.relay.feed", name = "The header feed of the relay")
    @interface Settings {
        @AttributeDefinition(
                name = "Depth",
                description =
                        "Bits of their label to which crowds may be split. Raised, it is announced and takes effect one bit"
                                + " at a time, 14 days each, and never goes back; what is in use is less while headers are few. 0 is one"
                                + " crowd of everybody, which hides best; more spares clients of a busy relay bytes, and tells so many"
                                + " bits of each receiver's key.",
                min = "0",
                max = "8")
        int depth() default 0;

        @AttributeDefinition(
                name = "Mean delay in seconds",
                description =
                        "How long clients wait between two posts in hidden mode, on average: 120 is for about 1,000 clients,"
                                + " 1200 for 10,000.",
                min = "10",
                max = "86400")
        int mean_delay_seconds() default 120;

        @AttributeDefinition(
                name = "Span of tables of bodies in seconds",
                description =
                        "How long small bodies stay in the table of their crowd, which is made anew each minute so that clients can fetch"
                                + " bodies without saying which. 0 keeps none.",
                min = "0",
                max = "604800")
        int table_span_seconds() default 86_400;

        @AttributeDefinition(
                name = "Rows of a table of bodies",
                description =
                        "More are left out, the oldest first. A row has 2,128 bytes on the disk, twice while a table is made anew:"
                                + " 100,000 are 213 MB, which are written each minute in which a body came.",
                min = "1",
                max = "4000000")
        int table_rows() default 100_000;
    }

    @Activate
    public RelayFeed(Settings settings) {
        this(
                new FeedAccount.Terms(
                        settings.depth(),
                        settings.mean_delay_seconds(),
                        new BodyTables.Terms(settings.table_span_seconds(), settings.table_rows())),
                Clock.systemUTC(),
                new SecureRandom());
    }

    RelayFeed(FeedAccount.Terms terms, InstantSource clock, RandomGenerator random) {
        this.terms = terms;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String name() {
        return "feed";
    }

    @Override
    public Set<Integer> kinds() {
        return Set.of(HeaderEvent.KIND, BodyEvent.KIND);
    }

    @Override
    public Account open(Site site) throws IOException {
        FeedAccount account = new FeedAccount(site, terms, clock, random);
        open = account;
        return account;
    }

    @Override
    public String listener() {
        return "relay";
    }

    @Override
    public String path() {
        return LogName.ROOT;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        response.header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Headers", "*")
                .header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
        FeedAccount feed = open;
        if (request.method().equals("OPTIONS")) {
            response.status(204);
        } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            response.status(405).header("Allow", "GET, HEAD, OPTIONS");
        } else if (feed == null || feed.isClosed()) {
            response.header("Retry-After", "5");
            refuse(response, 503, "the relay is not open just now\n");
        } else {
            Optional<Page> page = new Pages(feed).find(request.path().substring(LogName.ROOT.length()));
            if (page.isEmpty()) {
                refuse(response, 404, "the last tick names nothing here\n");
            } else {
                new Answer(request, response).say(page.get());
            }
        }
    }

    private static void refuse(Response response, int status, String why) throws IOException {
        response.status(status)
                .header("Cache-Control", "no-store")
                .header("Content-Type", "text/plain; charset=utf-8")
                .send(why.getBytes(StandardCharsets.UTF_8));
    }
}
