// SPDX-License-Identifier: MIT
package org.throng.policy.script;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.throng.curve.PublicKey;
import org.throng.event.EventJson;
import org.throng.policy.Source;
import org.throng.policy.Submission;
import org.throng.policy.Verdict;

/**
 * An event that waits for the script's verdict.
 *
 * @param receivedAt UNIX seconds
 */
record Question(Submission submission, long receivedAt, CompletableFuture<Verdict> verdict) {
    /** The line for the script, without its end. */
    String json() {
        StringBuilder out = new StringBuilder("{\"type\":\"new\",\"event\":")
                .append(submission.event().json())
                .append(",\"receivedAt\":")
                .append(receivedAt)
                .append(",\"sourceType\":\"")
                .append(sourceType(submission.source()))
                .append("\",\"sourceInfo\":");
        EventJson.writeString(
                out,
                submission.source().address().map(InetAddress::getHostAddress).orElse(""));
        authed().ifPresent(key -> out.append(",\"authed\":\"").append(key.hex()).append('"'));
        return out.append('}').toString();
    }

    private static String sourceType(Source source) {
        if (source.address().isPresent()) {
            return source.address().get() instanceof Inet6Address ? "IP6" : "IP4";
        }
        return switch (source.channel()) {
            case CLIENT -> "IP4"; // of an address that is not told
            case IMPORT -> "Import";
            case STREAM -> "Stream";
            case SYNC -> "Sync";
            case STORED -> "Stored";
        };
    }

    /** There is room for one key: the author's, if it is proven. */
    private Optional<PublicKey> authed() {
        Set<PublicKey> keys = submission.source().keys();
        return keys.contains(submission.event().pubkey())
                ? Optional.of(submission.event().pubkey())
                : keys.stream().findFirst();
    }
}
