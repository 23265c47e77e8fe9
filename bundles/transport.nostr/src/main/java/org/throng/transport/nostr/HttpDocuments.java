// SPDX-License-Identifier: MIT
package org.throng.transport.nostr;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.util.component.LifeCycle;
import org.throng.transport.Documents;
import org.throng.transport.FeedAddress;
import org.throng.transport.TransportException;

/**
 * Downloads over a few connections that are kept open while it lasts. They are of this download alone: it is the tag of their
 * requests, and Jetty does not share connections of another tag.
 */
final class HttpDocuments implements Documents {
    private static final int SECONDS = 30;

    private final HttpClient http;
    private final FeedAddress feed;
    private final Set<Request> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    HttpDocuments(HttpClient http, FeedAddress feed) {
        this.http = http;
        this.feed = feed;
    }

    @Override
    public CompletableFuture<Optional<byte[]>> get(String path, int longest) {
        CompletableFuture<Optional<byte[]>> answer = new CompletableFuture<>();
        Request request =
                http.newRequest(feed.prefix() + "/throng/v1/" + path).tag(this).timeout(SECONDS, TimeUnit.SECONDS);
        underWay.add(request);
        request.send(new BufferingResponseListener(longest) {
            @Override
            public void onComplete(Result result) {
                underWay.remove(request);
                int status =
                        result.getResponse() == null ? 0 : result.getResponse().getStatus();
                if (result.isFailed()) {
                    answer.completeExceptionally(new TransportException(
                            feed.prefix() + ": " + path + ": " + Conversation.plain(result.getFailure()),
                            result.getFailure()));
                } else if (status == 404) {
                    answer.complete(Optional.empty());
                } else if (status == 200) {
                    answer.complete(Optional.of(getContent()));
                } else {
                    answer.completeExceptionally(
                            new TransportException(feed.prefix() + " answers " + status + " to " + path));
                }
            }
        });
        if (closed) {
            close();
        }
        return answer;
    }

    @Override
    public void close() {
        closed = true;
        underWay.forEach(request -> request.abort(new TransportException("the download was ended")));
        http.getDestinations().stream()
                .filter(destination -> destination.getOrigin().getTag() == this)
                .forEach(destination -> LifeCycle.stop(destination.getConnectionPool()));
    }
}
