// SPDX-License-Identifier: MIT
package org.throng.itests.benchmarks.relay;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.curve.lockstep.LockStepCurve;
import org.throng.curve.lockstep.vector.VectorField;
import org.throng.event.RelayUrl;
import org.throng.feed.FeedReader;
import org.throng.feed.LaneReader;
import org.throng.feed.Tile;
import org.throng.feed.VerifierKey;
import org.throng.parcel.Header;
import org.throng.parcel.Label;
import org.throng.transport.Documents;
import org.throng.transport.FeedAddress;
import org.throng.transport.Harvest;
import org.throng.transport.nostr.NostrTransport;

/**
 * A client that syncs all headers of a relay: {@code HeaderSync feed|tags|nip01 PORT RUNS}. The first runs warm it up; of the last
 * one it prints {@code headers seconds cpu}, the processor seconds of the whole process.
 */
final class HeaderSync {
    private final NostrTransport transport;
    private final RelayUrl relay;

    private HeaderSync(int port) {
        LockStepCurve curve = new LockStepCurve(new BouncyCastleCurve(), false, 1);
        curve.add(new VectorField());
        transport = new NostrTransport(curve);
        relay = RelayUrl.of("ws://127.0.0.1:" + port);
    }

    public static void main(String[] words) throws Exception {
        HeaderSync sync = new HeaderSync(Integer.parseInt(words[1]));
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int left = Integer.parseInt(words[2]); left > 0; left--) {
            long began = System.nanoTime();
            long cpu = system.getProcessCpuTime();
            long headers = words[0].equals("nip01") ? sync.nip01() : sync.feed(words[0].equals("tags"));
            if (left == 1) {
                System.out.println(String.format(
                        Locale.ROOT,
                        "%d %.3f %.3f",
                        headers,
                        (System.nanoTime() - began) / 1e9,
                        (system.getProcessCpuTime() - cpu) / 1e9));
            }
        }
        sync.transport.close();
    }

    /** Each header checked: its id, its signature. */
    private long nip01() throws Exception {
        long[] headers = {0};
        long until = Long.MAX_VALUE;
        long since = System.currentTimeMillis() / 1_000 - 86_400;
        while (until >= since) {
            Harvest harvest = await(transport.headers(
                    relay,
                    Label.EVERYBODY,
                    since,
                    until,
                    page -> headers[0] += page.headers().size()));
            until = harvest.rest();
        }
        return headers[0];
    }

    /** Each record checked: it lies under a signed tick. The tags alone prove nothing. */
    private long feed(boolean tagsAlone) throws Exception {
        FeedAddress address = await(transport.look(relay)).feed().orElseThrow();
        try (Documents documents = transport.documents(address)) {
            Downloads downloads = new Downloads(documents);
            long since = System.currentTimeMillis() / 1_000 - 86_400;
            FeedReader.Opened feed = new FeedReader(VerifierKey.read(address.key()), downloads)
                    .open(Label.EVERYBODY, since, Optional.empty());
            long headers = 0;
            for (LaneReader lane : feed.lanes()) {
                headers += tagsAlone ? tags(downloads, lane) : records(lane);
            }
            return headers;
        }
    }

    private static long records(LaneReader lane) throws Exception {
        long records = 0;
        for (long index = lane.from(); index < lane.size(); index = lane.after(index)) {
            records += lane.read(index).size();
        }
        return records;
    }

    private static long tags(Downloads downloads, LaneReader lane) throws IOException {
        long bundles = (lane.size() + Tile.WIDTH - 1) / Tile.WIDTH;
        long tags = 0;
        for (long n = 0; n < bundles; n++) {
            for (long m = n; m < Math.min(bundles, n + 16); m++) {
                downloads.soon(path(lane, m), Tile.WIDTH * Header.TAG_LENGTH);
            }
            tags += downloads.get(path(lane, n), Tile.WIDTH * Header.TAG_LENGTH).orElseThrow().length
                    / Header.TAG_LENGTH;
        }
        return tags;
    }

    private static String path(LaneReader lane, long n) {
        return "00_/" + lane.id() + "/"
                + Tile.at(Tile.Kind.TAGS, 0, n, lane.size()).path();
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    /** Fetched ahead, as the product does. */
    private static final class Downloads implements FeedReader.Documents {
        private final Documents documents;
        private final Map<String, CompletableFuture<Optional<byte[]>>> ahead = new LinkedHashMap<>();

        Downloads(Documents documents) {
            this.documents = documents;
        }

        @Override
        public Optional<byte[]> get(String path, int longest) throws IOException {
            CompletableFuture<Optional<byte[]>> asked = ahead.remove(path);
            try {
                return await(asked == null ? documents.get(path, longest) : asked);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void soon(String path, int longest) {
            ahead.computeIfAbsent(path, asked -> documents.get(asked, longest));
        }
    }
}
