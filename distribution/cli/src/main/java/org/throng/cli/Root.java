// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.throng.home.Home;
import org.throng.home.HomeLock;
import org.throng.home.LocalApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options that every word has, and what words share: the home, the node if one runs, and where to print. */
@Command(
        name = "throng",
        versionProvider = Version.class,
        header = "Private messages over Nostr relays that learn neither who sends nor who receives.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "throng WORD [options]   (throng WORD --help tells more)",
        commandListHeading = "%nWords:%n",
        optionListHeading = "%nOptions of every word:%n",
        footerHeading = "%nA first message:%n",
        footer = {
            "  throng node &                              start a relay and a client",
            "  throng id new --label me                   make a key",
            "  throng send npub1… \"hello\"                 send",
            "  throng inbox --follow                      read",
            "",
            "Exit codes: 0 done, 64 usage, 65 bad data, 69 no node, 73 cannot write, 75 try again, 77 refused."
        })
final class Root implements Callable<Integer> {
    final Terminal terminal;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where everything that changes lies (else THRONG_HOME, else ~/.throng).")
    Path homeOption;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON, one object a line.")
    boolean json;

    @Option(
            names = "--passphrase-file",
            paramLabel = "F",
            scope = ScopeType.INHERIT,
            description = "Take the passphrase from the first line of a file.")
    Path passphraseFile;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Tell about this word.")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the version.")
    boolean version;

    Root(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return Parsed.refuse(this, spec, "expected a word; throng --help lists them");
    }

    Home home() {
        if (homeOption != null) {
            return new Home(homeOption);
        }
        String named = terminal.environment().get("THRONG_HOME");
        return named == null || named.isEmpty() ? Home.standard(terminal.environment()) : new Home(Path.of(named));
    }

    /** The node that runs in this home, or null. */
    NodeClient node() throws Failure {
        for (Path folder : List.of(home().root(), home().run())) {
            if (Files.isDirectory(folder) && !Files.isExecutable(folder)) {
                throw new Failure(Exit.REFUSED, "cannot enter " + folder + ": the permission is missing");
            }
        }
        if (!Files.isDirectory(home().run())) {
            return null;
        }
        try {
            LocalApi api = LocalApi.read(home()).orElse(null);
            // a node that was killed leaves its number, which another process may have by now; the lock went with it
            return api == null || !api.isAlive() || !HomeLock.isHeld(home())
                    ? null
                    : new NodeClient(api, LocalApi.token(home()), home());
        } catch (IOException e) {
            throw new Failure(Exit.NO_NODE, e.getMessage());
        }
    }

    NodeClient requireNode() throws Failure {
        NodeClient node = node();
        if (node == null) {
            throw noNode(home());
        }
        return node;
    }

    static Failure noNode(Home home) {
        return new Failure(Exit.NO_NODE, "no node runs for " + home + "; start one with: throng up --home " + home);
    }

    Passphrases passphrases() {
        return new Passphrases(terminal, passphraseFile);
    }

    /** Keys and contacts that are there already: makes nothing in a home that has none. */
    Keys keys() throws Failure {
        if (node() == null && LocalKeys.isEmpty(home())) {
            throw new Failure(
                    Exit.REFUSED,
                    "there is no identity yet in " + home() + "; make one with: throng id new --label me");
        }
        return keysOrNone();
    }

    /** Keys and contacts, through the node if one runs, else from the files: for who makes the first. */
    Keys keysOrNone() throws Failure {
        NodeClient node = node();
        return node == null ? LocalKeys.open(home(), terminal, passphrases()) : new NodeKeys(node, passphrases());
    }

    /** Prints an object as JSON, or else the text. */
    void print(Map<String, ?> object, String text) {
        terminal.out().println(json ? Json.write(object) : text);
    }

    /** Tells a person what scripts need not know. */
    void tell(String text) {
        if (!json) {
            terminal.err().println(text);
        }
    }

    Progress progress(String what) {
        return new Progress(terminal, what, json);
    }
}
