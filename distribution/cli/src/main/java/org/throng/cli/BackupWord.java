// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.throng.home.PrivateFile;
import org.throng.identity.Nip19;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code throng backup}: keys, contacts and messages of a running, unlocked node in one encrypted file. */
@Command(
        name = "backup",
        description = "Write keys, contacts and messages into one new file, encrypted under a passphrase of its own.")
final class BackupWord implements Callable<Integer> {
    private final Root root;

    @Parameters(paramLabel = "FILE")
    Path file;

    @Option(names = "--as", paramLabel = "NPUB|LABEL", description = "Only this identity; may stand several times.")
    List<String> only;

    @Option(names = "--backup-passphrase-file", paramLabel = "F", description = "A file with the backup's passphrase.")
    Path passphraseFile;

    BackupWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        NodeClient node = root.requireNode();
        List<String> identities = null;
        if (only != null) {
            Keys keys = new NodeKeys(node, root.passphrases());
            identities = new ArrayList<>();
            for (String as : only) {
                identities.add(Nip19.npub(keys.pick(as).npub()));
            }
        }
        char[] passphrase = root.passphrases().fresh("the backup", passphraseFile);
        Map<String, Object> body = Json.object("passphrase", new String(passphrase), "identities", identities);
        Arrays.fill(passphrase, '\0');
        long size;
        try (Progress progress = root.progress("backup")) {
            PrivateFile.<Failure>create(file, out -> node.download("POST", "/backup", body, out, progress));
            size = Files.size(file);
        } catch (IOException e) {
            throw Failure.writing(file, e);
        }
        root.print(
                Json.object("file", file.toString(), "bytes", size),
                "written to " + file + ", " + Printable.bytes(size) + "; try it with: throng restore --dry-run "
                        + file);
        return 0;
    }
}
