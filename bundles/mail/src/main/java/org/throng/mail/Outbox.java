// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ProviderType;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.mailbox.Letter;

/**
 * Sends letters.
 *
 * <p><b>Promises.</b> When a call returns, the letter is on the disk, and it goes out whatever happens to this process:
 * queued, posted, acknowledged, or failed with the reason. It is never posted late: what missed its ten minutes is sealed
 * anew.
 *
 * <p><b>Observers.</b> As the transport's post: the relays of the recipient learn events of strangers, and when this
 * address had them. To find those relays a profile may be asked for.
 *
 * <p><b>Threads.</b> Any.
 */
@ProviderType
public interface Outbox {
    /** Bytes of an attachment at most. */
    long MAX_FILE = 8L << 20;

    /**
     * Queues a rumor. A text whose rumor is longer than 13,520 bytes goes as a file of type text/plain; by an
     * open scheme it goes whole, up to {@code OpenScheme.MAX_RUMOR} bytes.
     *
     * @throws MailException where the vault is locked, the recipient is no point of the curve, or the text is too long
     * @throws IOException where it cannot be put on the disk; nothing is sent then
     */
    Letter send(PublicKey owner, PublicKey recipient, Draft draft) throws MailException, IOException;

    /**
     * Queues a file of at most {@link #MAX_FILE} bytes, which are read to the end before the call returns.
     *
     * @param name without a path; may be empty
     */
    Letter sendFile(PublicKey owner, PublicKey recipient, String name, String mime, InputStream bytes)
            throws MailException, IOException;

    /** Tries a failed letter again, or a waiting one at once. */
    Letter retry(EventId id) throws MailException, IOException;

    /** Letters that are not posted anywhere yet, and letters that failed. */
    Backlog backlog() throws IOException;

    /** How much waits. */
    record Backlog(int queued, int failed) {}
}
