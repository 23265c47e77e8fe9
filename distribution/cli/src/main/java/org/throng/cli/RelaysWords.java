// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.throng.event.RelayUrl;
import org.throng.identity.Identity;
import org.throng.identity.Nip19;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code throng relays …}: where an identity receives. Needs no node. */
@Command(
        name = "relays",
        description = "The relays of an identity: add, list, test, remove.",
        synopsisSubcommandLabel = "WORD")
final class RelaysWords extends Group {
    private static final int MAX = 8;
    private static final String AS = "Of which identity; else the first that stays.";

    RelaysWords(Root root) {
        super(root);
    }

    @Command(name = "add", description = "Receive on one relay more; contacts learn of it by the profile.")
    int add(
            @Parameters(paramLabel = "URL") String relay,
            @Option(names = "--as", paramLabel = "NPUB|LABEL", description = AS) String as)
            throws Failure {
        RelayUrl url = url(relay);
        try (Keys keys = root.keys()) {
            Identity me = keys.pick(as);
            List<RelayUrl> relays = new ArrayList<>(me.relays());
            if (relays.contains(url)) {
                root.tell("it is there already");
            } else if (relays.size() == MAX) {
                throw new Failure(Exit.BAD_DATA, "an identity has at most 8 relays; remove one first");
            } else {
                relays.add(url);
                keys.update(me.on(relays));
                tellOfPlaces(me, relays.size());
            }
            print(me, relays);
        }
        return 0;
    }

    /** A relay that finds no place in the profile is of no use for 35 days: that is said at once, where a node knows. */
    private void tellOfPlaces(Identity me, int named) throws Failure {
        NodeClient node = root.node();
        if (node == null) {
            return;
        }
        String mine = Nip19.npub(me.npub());
        long left = Json.list(node.get("/status"), "relays").stream()
                .filter(relay -> Json.isTrue(relay, "left") && isFor(relay, mine))
                .count();
        if (named + left > MAX) {
            root.tell(
                    "there is no place for it in the profile yet, so that nobody learns of it: a profile has 8, and a relay"
                            + " that was removed keeps its own for 35 days. 'throng relays list' says when that is over");
        }
    }

    private static boolean isFor(Object relay, String npub) {
        return Json.get(relay, "for") instanceof List<?> npubs && npubs.contains(npub);
    }

    @Command(name = "list", description = "Show the relays of an identity, and with a node how each one does.")
    int list(@Option(names = "--as", paramLabel = "NPUB|LABEL", description = AS) String as) throws Failure {
        NodeClient node = root.node();
        if (node != null && as == null) {
            for (Object relay : Json.list(node.get("/status"), "relays")) {
                StatusWord.relay(root, relay);
            }
            return 0;
        }
        try (Keys keys = root.keys()) {
            Identity me = keys.pick(as);
            for (RelayUrl url : me.relays()) {
                root.print(Json.object("url", url.toString(), "for", List.of(Nip19.npub(me.npub()))), url.toString());
            }
            if (me.relays().isEmpty()) {
                root.tell("'" + me.label() + "' names no relay of its own: "
                        + (me.isDisposable()
                                ? "the node draws some among those that it is started with, when it runs"
                                : "it uses those that the node is started with"));
            }
        }
        return 0;
    }

    @Command(
            name = "test",
            description = "Try a relay: does it answer, what does it call itself, is its clock like ours?")
    int test(@Parameters(paramLabel = "URL") String relay) throws Failure {
        RelayUrl url = url(relay);
        NodeClient node = root.node();
        Object result = node == null
                ? new RelayProbe(Duration.ofSeconds(10), root.terminal.clock()).test(url)
                : node.call("POST", "/relays/test", Json.object("url", url.toString()));
        boolean ok = Json.isTrue(result, "ok");
        if (root.json) {
            root.terminal.out().println(Json.write(result));
        } else {
            root.terminal.out().println((ok ? "ok     " : "WRONG  ") + url + ": " + told(result));
        }
        return ok ? 0 : Exit.TRY_AGAIN.code;
    }

    private static String told(Object result) {
        List<String> facts = new ArrayList<>();
        String detail = Json.text(result, "detail");
        if (!detail.isEmpty()) {
            facts.add(detail.replace(Json.text(result, "url") + ": ", ""));
        }
        String name = Json.text(result, "name");
        if (!name.isEmpty()) {
            facts.add("calls itself " + name);
        }
        if (Json.isTrue(result, "ok")) {
            facts.add("answers in " + Json.text(result, "roundTripMillis") + " ms");
        }
        StringBuilder text = new StringBuilder(String.join(", ", facts));
        long ahead = Json.number(result, "clockAheadSeconds");
        if (Math.abs(ahead) > 600) {
            text.append("; its clock is ")
                    .append(Printable.span(Math.abs(ahead)))
                    .append(ahead > 0 ? " ahead of" : " behind")
                    .append(" ours: one of the two is wrong");
        }
        return text.toString();
    }

    @Command(name = "remove", description = "Name it no longer as a relay of yours; it is read for 35 days more.")
    int remove(
            @Parameters(paramLabel = "URL") String relay,
            @Option(names = "--as", paramLabel = "NPUB|LABEL", description = AS) String as)
            throws Failure {
        RelayUrl url = url(relay);
        try (Keys keys = root.keys()) {
            Identity me = keys.pick(as);
            List<RelayUrl> relays = new ArrayList<>(me.relays());
            if (!relays.remove(url)) {
                throw new Failure(Exit.BAD_DATA, "'" + me.label() + "' does not use " + url);
            }
            keys.update(me.on(relays));
            print(me, relays);
            root.tell("no longer named in the profile; it is read for 35 days more, for who does not know yet");
        }
        return 0;
    }

    private void print(Identity me, List<RelayUrl> relays) {
        List<String> texts = relays.stream().map(RelayUrl::toString).toList();
        Map<String, Object> json = Json.object("npub", Nip19.npub(me.npub()), "relays", texts);
        root.print(json, String.join("\n", texts));
    }

    static RelayUrl url(String text) throws Failure {
        try {
            return RelayUrl.of(text);
        } catch (IllegalArgumentException e) {
            throw new Failure(Exit.BAD_DATA, e.getMessage());
        }
    }
}
