// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.throng.feed.FeedReader;
import org.throng.transport.Documents;

/** What a transport downloads, for a reader that waits for it; what is wanted soon is on its way meanwhile. */
final class FeedDocuments implements FeedReader.Documents {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int MOST_AHEAD = 32;

    private final Documents documents;
    private final Map<String, CompletableFuture<Optional<byte[]>>> ahead = new HashMap<>();

    FeedDocuments(Documents documents) {
        this.documents = documents;
    }

    @Override
    public Optional<byte[]> get(String path, int longest) throws IOException {
        CompletableFuture<Optional<byte[]>> asked = ahead.remove(path);
        try {
            return Answers.await(asked == null ? documents.get(path, longest) : asked, LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("the download was broken off").initCause(e);
        }
    }

    @Override
    public void soon(String path, int longest) {
        if (ahead.size() < MOST_AHEAD) {
            ahead.computeIfAbsent(path, asked -> documents.get(asked, longest));
        }
    }
}
