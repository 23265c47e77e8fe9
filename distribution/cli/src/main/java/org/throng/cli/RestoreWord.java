// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.throng.backup.BackupEntry;
import org.throng.backup.BackupException;
import org.throng.backup.BackupReader;
import org.throng.identity.IdentityException;
import org.throng.identity.Nip19;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code throng restore}: reads a backup into a home. The file is read twice: once to its end, since only then it is
 * known to be whole, and once more to act on it. Needs no node, and none may run.
 */
@Command(
        name = "restore",
        description =
                "Bring back what a backup holds. Nothing that is here is overwritten: keys and contacts that exist"
                        + " stay as they are. The node takes the messages in when it is next unlocked.")
final class RestoreWord implements Callable<Integer> {
    private final Root root;

    @Parameters(paramLabel = "FILE")
    Path file;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    boolean dryRun;

    @Option(names = "--backup-passphrase-file", paramLabel = "F", description = "A file with the backup's passphrase.")
    Path passphraseFile;

    RestoreWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        if (!Files.isRegularFile(file)) {
            throw new Failure(Exit.BAD_DATA, "there is no file " + file);
        }
        if (!dryRun && root.node() != null) {
            throw new Failure(Exit.REFUSED, "a node runs for " + root.home() + "; stop it first, then restore");
        }
        char[] passphrase = root.passphrases().existing("the backup", passphraseFile);
        try {
            Restoration plan = new Restoration(root.terminal.clock());
            read("checking", passphrase, plan::count);
            if (dryRun) {
                print(plan, "would bring back");
                return 0;
            }
            try (LocalKeys keys = LocalKeys.open(root.home(), root.terminal, root.passphrases())) {
                Restoration done = new Restoration(root.terminal.clock());
                done.into(keys.open(), root.home(), take -> read("restoring", passphrase, take));
                print(done, "brought back");
            }
            return 0;
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    private void print(Restoration result, String verb) {
        root.print(
                Json.object(
                        "dry_run", dryRun,
                        "identities",
                                result.identities().stream().map(Nip19::npub).toList(),
                        "identities_here_already", result.identitiesHere(),
                        "contacts", result.contacts(),
                        "contacts_here_already", result.contactsHere(),
                        "contacts_renamed", result.renamed(),
                        "contacts_unnamed", result.unnamed(),
                        "messages", result.messages(),
                        "disposable_over", result.over()),
                verb + " " + result.identities().size() + " identities" + here(result.identitiesHere()) + ", "
                        + result.contacts() + " contacts" + here(result.contactsHere())
                        + (result.renamed() > 0
                                ? " (" + result.renamed()
                                        + " with a number behind the petname, which somebody else has here)"
                                : "")
                        + (result.unnamed() > 0
                                ? " (" + result.unnamed() + " without the petname, which reads as a key)"
                                : "")
                        + ", " + result.messages()
                        + " messages"
                        + (result.messages() > 0 && !dryRun ? " (the node takes them in when it is next unlocked)" : "")
                        + (result.over() > 0
                                ? "; left out, with all that is theirs: " + result.over()
                                        + " disposable identities whose time is over"
                                : ""));
    }

    private static String here(int count) {
        return count == 0 ? "" : " (" + count + " more were here already)";
    }

    private void read(String what, char[] passphrase, Restoration.Take take) throws Failure {
        try (InputStream raw = Files.newInputStream(file);
                Progress progress = root.progress(what);
                CountingStream in =
                        new CountingStream(new BufferedInputStream(raw, 1 << 16), Files.size(file), progress);
                BackupReader reader = BackupReader.underPassphrase(in, passphrase)) {
            for (Optional<BackupEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                take.entry(entry.get());
            }
        } catch (IOException e) {
            throw Failure.reading(file, e);
        } catch (IdentityException e) {
            throw Failure.of(e);
        } catch (BackupException e) {
            Exit exit = e.reason() == BackupException.Reason.WRONG_PASSPHRASE ? Exit.REFUSED : Exit.BAD_DATA;
            throw new Failure(exit, e.getMessage());
        }
    }
}
