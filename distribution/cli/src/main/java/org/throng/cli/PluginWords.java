// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code throng plugin …}: the bundles of the running node, and those that can be added; adding needs no node. */
@Command(
        name = "plugin",
        description = "The node's bundles: add, available, list, remove.",
        synopsisSubcommandLabel = "WORD")
final class PluginWords extends Group {
    private static final long PATIENCE_SECONDS = 15;
    private static final long LOOK_MILLIS = 100;

    PluginWords(Root root) {
        super(root);
    }

    @Command(name = "list", description = "Show the bundles, their state and what they provide.")
    int list() throws Failure {
        for (Object plugin : running(root.requireNode())) {
            if (root.json) {
                root.terminal.out().println(Json.write(plugin));
                continue;
            }
            String provides = provides(plugin);
            root.terminal
                    .out()
                    .println(Json.text(plugin, "name") + " " + Json.text(plugin, "version") + "  "
                            + Json.text(plugin, "state")
                            + (Json.isTrue(plugin, "deployed") ? "  from deploy/" : "")
                            + (provides.isEmpty() ? "" : "  provides " + provides));
        }
        return 0;
    }

    @Command(name = "available", description = "Show the optional bundles that came with this distribution.")
    int available() throws Failure {
        Plugins plugins = plugins();
        for (Plugins.Offer offer : plugins.offers().values()) {
            boolean added = plugins.isAdded(offer.name());
            root.print(
                    Json.object(
                            "name", offer.name(),
                            "version", offer.version(),
                            "description", offer.description(),
                            "added", added),
                    offer.name() + " " + offer.version() + (added ? "  added" : "") + "  " + offer.description());
        }
        return 0;
    }

    @Command(
            name = "add",
            description = "Add an optional bundle; a running node starts it at once, and every later one.")
    int add(@Parameters(paramLabel = "NAME", description = "As 'throng plugin available' shows it.") String name)
            throws Failure {
        Plugins plugins = plugins();
        Plugins.Offer offer = plugins.offered(name);
        NodeClient node = root.node();
        plugins.add(offer);
        if (node == null) {
            print(offer.name(), "added", null, "added; it runs when a node is started for " + root.home());
            return 0;
        }
        await(
                "start " + name,
                () -> plugins.isStarted(offer) || !plugins.refused(name).isEmpty());
        if (!plugins.isStarted(offer)) {
            throw new Failure(Exit.REFUSED, "the node refused " + name + ": " + plugins.refused(name));
        }
        Object running = running(node).stream()
                .filter(plugin -> Json.text(plugin, "name").equals(offer.bundle()) && Json.isTrue(plugin, "deployed"))
                .findFirst()
                .orElse(Map.of());
        String provides = provides(running);
        print(
                name,
                "running",
                Json.list(running, "provides"),
                provides.isEmpty()
                        ? "runs, and provides nothing on this machine; throng logs says why"
                        : "runs, and provides " + provides);
        return 0;
    }

    @Command(name = "remove", description = "Take a bundle out of deploy/; a running node stops it at once.")
    int remove(@Parameters(paramLabel = "NAME", description = "Of its file in deploy/, without .jar.") String name)
            throws Failure {
        NodeClient node = root.node();
        Plugins plugins = plugins();
        plugins.remove(name);
        if (node != null) {
            await("stop " + name, () -> plugins.isStopped(name));
        }
        print(name, "removed", null, "removed");
        return 0;
    }

    private Plugins plugins() throws Failure {
        String distribution = System.getProperty("throng.distribution");
        if (distribution == null) {
            throw new Failure(
                    Exit.BAD_DATA, "expected to be started by bin/throng, which says where the distribution is");
        }
        return new Plugins(Path.of(distribution), root.home());
    }

    private void print(String name, String state, List<?> provides, String text) {
        root.print(Json.object("name", name, "state", state, "provides", provides), name + " " + text);
    }

    /** Something that the node does by and by. */
    private interface Done {
        boolean is() throws Failure;
    }

    private static void await(String what, Done done) throws Failure {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!done.is()) {
            if (System.nanoTime() > deadline) {
                throw new Failure(
                        Exit.TRY_AGAIN,
                        "the node did not " + what + " within " + PATIENCE_SECONDS + " s; throng logs may say why");
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure(Exit.TRY_AGAIN, "interrupted while the node was to " + what);
            }
        }
    }

    private static List<Object> running(NodeClient node) throws Failure {
        Object plugins = node.get("/plugins");
        return List.copyOf(plugins instanceof List<?> list ? list : Json.list(plugins, "plugins"));
    }

    private static String provides(Object plugin) {
        StringBuilder provides = new StringBuilder();
        for (Object service : Json.list(plugin, "provides")) {
            provides.append(provides.isEmpty() ? "" : ", ").append(Printable.line(service.toString()));
        }
        return provides.toString();
    }
}
