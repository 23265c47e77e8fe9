// SPDX-License-Identifier: MIT
package org.throng.policy;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Asked before a relay accepts an event. All policies must accept it; the one with the highest {@code service.ranking} is asked
 * first, and none after the first that does not accept.
 *
 * <p><b>Promises of the relay.</b> Form and id of the event were checked before {@link #judge}, and its signature was. It is
 * asked anew for each event, so a policy is in force from the moment it is a service, and no longer than it is one. The relay
 * fails closed: what a policy throws, fails with or does not answer within {@link #PATIENCE_SECONDS} is a refusal with
 * {@code error:}; a policy that would rather let events through when it fails says {@link Verdict#ACCEPT} by itself.
 *
 * <p><b>Observers.</b> The text of a refusal goes to whoever sent the event. Addresses, keys and contents are told to a policy
 * for its decision alone: they must not reach a log.
 *
 * <p><b>Threads.</b> Any, many at once. Only {@link #judge} may take time, and not on the caller's thread.
 */
@ConsumerType
public interface Policy {
    /** Seconds after which a verdict is not waited for any more. */
    int PATIENCE_SECONDS = 60;

    /** One lower-case word by which operators know it, such as {@code lists}. Always the same. */
    String name();

    /**
     * Why nobody may connect from an address; empty where all may. Must not block.
     *
     * @return a sentence for the client, without the address
     */
    default Optional<String> closedTo(InetAddress address) {
        return Optional.empty();
    }

    /**
     * Decides by what costs nothing, before form, id and signature were looked at, so that a flood is refused cheaply: nothing
     * proves yet that the event's author wrote it. Must not block.
     */
    default Verdict glance(Submission submission) {
        return Verdict.ACCEPT;
    }

    /**
     * Decides about an event whose signature is right. Must return at once; the verdict may come later, on any thread. Others go
     * on meanwhile, so events may be stored in another order than they came.
     */
    default CompletionStage<Verdict> judge(Submission submission) {
        return CompletableFuture.completedFuture(Verdict.ACCEPT);
    }

    /** What clients are told before they send anything (NIP-11), as it is now. Must not block. */
    default Demands demands() {
        return Demands.NONE;
    }
}
