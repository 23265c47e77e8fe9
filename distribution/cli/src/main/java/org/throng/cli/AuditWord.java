// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.feed.LogName;
import org.throng.feed.Tick;
import org.throng.feed.VerifierKey;

/** What {@code throng admin audit} does: it finds the feed of a relay, has it checked, and says what came out. */
final class AuditWord {
    private static final int MAX_DOCUMENT = 64 << 10;
    private static final int MAX_PREFIX = 512;
    private static final long LATE_SECONDS = 300;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final Root root;
    private final RelayUrl relay;
    private final long most;

    /** @param most bytes to download */
    AuditWord(Root root, RelayUrl relay, long most) {
        this.root = root;
        this.relay = relay;
        this.most = most;
    }

    /** A relay's address, or the same one of HTTP. */
    static RelayUrl relay(String text) throws Failure {
        try {
            return RelayUrl.of(text.replaceFirst("^http", "ws"));
        } catch (IllegalArgumentException e) {
            throw new Failure(Exit.USAGE, e.getMessage());
        }
    }

    /** Where the last checkpoint seen of a relay lies, where nobody names another file. */
    Path file() {
        String name = relay.toString().replaceFirst("^wss?://", "").replaceAll("[^A-Za-z0-9.-]", "_");
        return root.home().data().resolve("audit").resolve(name + ".json");
    }

    /** @param file with what the last audit saw; written anew where nothing is wrong */
    int run(Path file) throws Failure {
        Optional<AuditState> before = AuditState.read(file);
        try {
            Feed feed = feed();
            if (before.isPresent() && !before.get().key().equals(feed.key.text())) {
                throw new Failure(
                        Exit.BAD_DATA,
                        "the relay's ticks have another key than at the last audit (" + file
                                + "): ask its operator why, and move that file away to begin anew");
            }
            FeedDownloads downloads = new FeedDownloads(URI.create(feed.prefix + LogName.ROOT), most);
            FeedAudit audit = new FeedAudit(downloads, feed.key, before);
            AuditState after = audit.run();
            after.write(file);
            return say(before, after, audit, downloads);
        } catch (FeedAudit.Wrong e) {
            throw new Failure(Exit.BAD_DATA, "the feed of " + relay + " is wrong: " + e.getMessage());
        } catch (IOException e) {
            throw new Failure(Exit.TRY_AGAIN, "the feed of " + relay + " could not be read: " + e.getMessage());
        }
    }

    private record Feed(String prefix, VerifierKey key) {}

    /** What the relay's own document says of its feed (NIP-11). */
    private Feed feed() throws IOException, Failure {
        String address = relay.http().toString();
        byte[] document = new FeedDownloads(URI.create(address), MAX_DOCUMENT)
                .find("", MAX_DOCUMENT - 1, "application/nostr+json")
                .orElse(new byte[0]);
        try {
            Object throng = Json.get(StrictJson.read(document), "throng");
            if (throng == null) {
                throw new Failure(Exit.REFUSED, relay + " is a plain relay: it has no feed that can be checked");
            }
            String prefix = Json.get(throng, "prefix") instanceof String text ? text : "";
            if (prefix.length() > MAX_PREFIX || !prefix.isEmpty() && !prefix.matches("https?://[!-~]+[^/]")) {
                throw new Failure(Exit.BAD_DATA, relay + " names a place for its feed that is no address of HTTP");
            }
            String key = Json.get(throng, "key") instanceof String text ? text : "";
            return new Feed(prefix.isEmpty() ? address.replaceFirst("/$", "") : prefix, VerifierKey.read(key));
        } catch (MalformedException e) {
            throw new Failure(Exit.BAD_DATA, "the document of " + relay + " (NIP-11): " + e.getMessage());
        }
    }

    private int say(Optional<AuditState> before, AuditState after, FeedAudit audit, FeedDownloads downloads) {
        long lanes = after.crowds().all().stream()
                .mapToLong(crowd -> crowd.lanes().size())
                .sum();
        long age = root.terminal.clock().instant().getEpochSecond() - after.tick() * Tick.SECONDS;
        boolean late = Math.abs(age) > LATE_SECONDS;
        if (root.json) {
            root.terminal.out().println(Json.write(json(before, after, audit, downloads, lanes, age)));
        } else {
            String since = before.map(
                            state -> ", " + (after.head().size() - state.head().size())
                                    + " more than at the last audit, which they continue")
                    .orElse("; the first audit: growth is proven from the next one on");
            line("key", after.key());
            line("ticks", after.head().size() + " to " + minute(after.tick()) + since);
            line(
                    "logs",
                    lanes + " in " + after.crowds().all().size() + " crowds, " + audit.grown()
                            + " of them grew consistently");
            line(
                    "read",
                    audit.ticksSeen() + " ticks, " + audit.recordsSeen() + " records and " + audit.rowsSeen()
                            + " bodies, all as signed; "
                            + Printable.bytes(downloads.taken()));
            audit.open().forEach(open -> line("open", open));
            if (late) {
                line(
                        "late",
                        "the newest tick is " + Math.abs(age) / Tick.SECONDS + " minutes "
                                + (age > 0 ? "old: the relay logs nothing now" : "ahead")
                                + ", or a clock is wrong");
            }
        }
        return late ? Exit.TRY_AGAIN.code : 0;
    }

    private static Map<String, Object> json(
            Optional<AuditState> before,
            AuditState after,
            FeedAudit audit,
            FeedDownloads downloads,
            long lanes,
            long age) {
        return Json.object(
                "key",
                after.key(),
                "ticks",
                after.head().size(),
                "ticksBefore",
                before.map(state -> state.head().size()).orElse(null),
                "tick",
                after.tick(),
                "ageSeconds",
                age,
                "logs",
                lanes,
                "grown",
                audit.grown(),
                "ticksRead",
                audit.ticksSeen(),
                "recordsRead",
                audit.recordsSeen(),
                "rowsRead",
                audit.rowsSeen(),
                "open",
                audit.open(),
                "bytes",
                downloads.taken());
    }

    private void line(String name, String text) {
        root.terminal.out().println(String.format("%-7s", name) + Printable.line(text));
    }

    private static String minute(long tick) {
        return MINUTE.format(Instant.ofEpochSecond(tick * Tick.SECONDS));
    }
}
