// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.List;
import org.throng.curve.PublicKey;
import org.throng.identity.Contact;
import org.throng.identity.Identity;

/** Identities and contacts, as words use them: in the files, or through a running node. */
interface Keys extends AutoCloseable {
    List<Identity> list() throws Failure;

    Identity generate(String label) throws Failure;

    /** The caller erases both arrays. */
    Identity take(String label, char[] key, char[] passphrase) throws Failure;

    /** An ncryptsec; the caller erases the passphrase. */
    String export(PublicKey npub, char[] passphrase) throws Failure;

    void update(Identity changed) throws Failure;

    void delete(PublicKey npub) throws Failure;

    /** The caller erases both arrays. */
    void changePassphrase(char[] old, char[] fresh) throws Failure;

    List<Contact> contacts(PublicKey identity) throws Failure;

    void put(PublicKey identity, Contact contact) throws Failure;

    void remove(PublicKey identity, PublicKey npub) throws Failure;

    @Override
    void close() throws Failure;

    /** The identity that {@code --as} names by npub or label; the first where it names none. */
    default Identity pick(String as) throws Failure {
        List<Identity> all = list();
        if (all.isEmpty()) {
            throw new Failure(Exit.REFUSED, "there is no identity yet; make one with: throng id new --label me");
        }
        if (as == null) {
            return all.get(0);
        }
        List<Identity> labelled =
                all.stream().filter(identity -> identity.label().equals(as)).toList();
        if (labelled.size() == 1) {
            return labelled.get(0);
        }
        if (labelled.size() > 1) {
            throw new Failure(Exit.BAD_DATA, "several identities have the label '" + as + "'; name one by its npub");
        }
        if (!People.isKey(as)) {
            throw new Failure(Exit.BAD_DATA, "no identity has the label '" + as + "'; throng id list shows them");
        }
        PublicKey npub = People.key(as).npub();
        return all.stream()
                .filter(identity -> identity.npub().equals(npub))
                .findFirst()
                .orElseThrow(
                        () -> new Failure(Exit.BAD_DATA, "no identity here has this key; throng id list shows them"));
    }
}
