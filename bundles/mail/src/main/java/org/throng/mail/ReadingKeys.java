// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.identity.IdentityException;
import org.throng.parcel.profile.Profile;
import org.throng.parcel.tlv.NodeId;
import org.throng.parcel.tlv.ScanCertificate;
import org.throng.scheme.KemPair;

/**
 * The keys by which others reach my identities beside the npub: scan keys, which stand for the npub in every key agreement,
 * and KEM keys (docs/protocol.md, sections 5 and 6). The service is there while the mailbox is.
 *
 * <p><b>Observers.</b> No call touches the network.
 *
 * <p><b>Threads.</b> Any.
 */
@ProviderType
public interface ReadingKeys {
    /**
     * The id by which contacts of an identity know this node. Each identity has one of its own: a common one would tell whoever
     * knows two of them that one node has both. Never in a backup: a restored node is another one.
     */
    NodeId node(PublicKey owner) throws IOException;

    /** The scan key that my profile shows now, and that I certify in what I write. */
    ScanCertificate certificate(PublicKey owner) throws IOException, IdentityException;

    /** Every key to try on headers: the npub, the scan key, and one before it until nobody can use it any longer. */
    List<PublicKey> agreeing(PublicKey owner) throws IOException, IdentityException;

    /** A copy of the secret of one of {@link #agreeing}, which the caller closes; empty for any other key. */
    Optional<SecretKey> secret(PublicKey owner, PublicKey agreeing) throws IOException, IdentityException;

    /** The KEM key for my profile, made anew each week. */
    Profile.Kem kem(PublicKey owner) throws IOException, IdentityException;

    /** The KEM pairs whose secret half is alive, newest first, at most six; nobody closes them. */
    List<KemPair> kems(PublicKey owner) throws IOException;
}
