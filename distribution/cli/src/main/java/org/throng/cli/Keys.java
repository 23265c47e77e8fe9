// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.List;
import java.util.Map;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;
import org.throng.identity.Contact;
import org.throng.identity.Identity;
import org.throng.identity.Occasion;

/** Identities and contacts, as words use them: in the files, or through a running node. */
interface Keys extends AutoCloseable {
    List<Identity> list() throws Failure;

    Identity generate(String label) throws Failure;

    /** A disposable one; makes the vault where there is none, as the other. */
    Identity generate(String label, long expiresAt, List<RelayUrl> relays, Occasion occasion) throws Failure;

    /** What is to be told of a disposable identity of the last {@link #list}, as members of JSON; none where nobody knows. */
    default Map<String, Object> notes(Identity identity) {
        return Map.of();
    }

    /** The caller erases both arrays. */
    Identity take(String label, char[] key, char[] passphrase) throws Failure;

    /** An ncryptsec; the caller erases the passphrase. */
    String export(PublicKey npub, char[] passphrase) throws Failure;

    void update(Identity changed) throws Failure;

    /** Of a disposable one all that is in the mailbox goes too: at once, or when a node is unlocked next. */
    void delete(PublicKey npub) throws Failure;

    /** The caller erases both arrays. */
    void changePassphrase(char[] old, char[] fresh) throws Failure;

    List<Contact> contacts(PublicKey identity) throws Failure;

    void put(PublicKey identity, Contact contact) throws Failure;

    void remove(PublicKey identity, PublicKey npub) throws Failure;

    @Override
    void close() throws Failure;

    /**
     * The identity that {@code --as} names by npub or label; where it names none, the first that stays: when a disposable one is
     * over, nothing must go out under another name.
     */
    default Identity pick(String as) throws Failure {
        List<Identity> all = list();
        if (all.isEmpty()) {
            throw new Failure(Exit.REFUSED, "there is no identity yet; make one with: throng id new --label me");
        }
        if (as == null) {
            return all.stream()
                    .filter(identity -> !identity.isDisposable())
                    .findFirst()
                    .orElseThrow(() -> new Failure(
                            Exit.REFUSED,
                            "only disposable identities are here, and these are used where they are named: add --as '"
                                    + all.get(0).label() + "'"));
        }
        if (!People.isKey(as)) {
            List<Identity> labelled =
                    all.stream().filter(identity -> identity.label().equals(as)).toList();
            if (labelled.isEmpty()) {
                throw new Failure(
                        Exit.BAD_DATA,
                        "no identity has the label '" + Printable.line(as) + "'; throng id list shows them");
            }
            if (labelled.size() > 1) {
                throw new Failure(
                        Exit.BAD_DATA,
                        "several identities have the label '" + Printable.line(as) + "'; name one by its npub");
            }
            return labelled.get(0);
        }
        PublicKey npub = People.key(as).npub();
        return all.stream()
                .filter(identity -> identity.npub().equals(npub))
                .findFirst()
                .orElseThrow(
                        () -> new Failure(Exit.BAD_DATA, "no identity here has this key; throng id list shows them"));
    }
}
