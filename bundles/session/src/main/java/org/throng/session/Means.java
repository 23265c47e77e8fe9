// SPDX-License-Identifier: MIT
package org.throng.session;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.parcel.tlv.KemKey;
import org.throng.scheme.KemPair;

/** What a step takes from outside, so that all else of it is data. */
public interface Means {
    /** UNIX seconds. */
    long now();

    /** Fit for keys. */
    RandomGenerator random();

    Curve curve();

    /**
     * The key that stands for me in key agreements now: my scan key, from seven days before its end on the one that follows it,
     * else my npub. Sessions that were begun with another one are begun anew.
     */
    PublicKey agreeing();

    /** A copy of the secret of a key that is or was {@link #agreeing}, which the caller closes; empty where it is gone. */
    Optional<SecretKey> secret(PublicKey agreeing);

    /** The KEM key of the contact's profile, while it may be used. */
    Optional<KemKey> profileKem();

    /** The pairs whose keys stood in my profile and whose secret half is alive; the caller does not close them. */
    List<KemPair> ownKems();
}
