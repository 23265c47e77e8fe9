// SPDX-License-Identifier: MIT
/**
 * The contract of backups: keys, contacts and messages in one encrypted file.
 *
 * <p>The file, all integers big-endian:
 *
 * <pre>
 * header = "throng-backup-1\n" 16 ‖ log2 N u8 ‖ salt 16 ‖ nonce prefix 19                  (52 bytes)
 * chunk_i = XChaCha20-Poly1305(key, nonce prefix ‖ i u32 ‖ last u8, AAD = header, text_i)   (tag of 16 bytes, last)
 * key    = scrypt(passphrase in NFKC and UTF-8, salt, N, r = 8, p = 1, 32 bytes)
 * log2 N = 0: the key is HKDF(a key of 32 bytes, salt, "throng/v1/backup", 32) and there is no passphrase
 * </pre>
 *
 * <p>The text is cut into pieces of 65,536 bytes; the last one, and only that, has 1 in {@code last} and may be shorter.
 * So a file that was cut short, that had chunks taken out or changed in order, does not open. (This is the STREAM
 * construction of Hoang, Reyhanitabar, Rogaway and Vizár.)
 *
 * <p>The text is UTF-8, one JSON object (RFC 8259) a line, each line at most 1 MiB, each with a member {@code type}:
 *
 * <pre>
 * {"type":"backup","version":1,"created_at":UNIX seconds}                                             (first)
 * {"type":"identity","npub":npub,"label":text,"created_at":UNIX seconds,"relays":[URL],"secret":64 hex digits}
 * {"type":"contact","of":npub,"npub":npub,"petname":text?,"relays":[URL],"nip05":text?,"verified":bool,"blocked":bool,
 *  "added_at":UNIX seconds}
 * {"type":"message",…}                                    as the node that wrote it describes it, for a node to read
 * {"type":"note",…}                                       what messages need beside them, likewise
 * </pre>
 *
 * <p>A reader skips types and members that it does not know.
 */
@Export
@Version("0.1.0")
package org.throng.backup;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
