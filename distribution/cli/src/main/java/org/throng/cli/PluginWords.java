// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code throng plugin …}: the bundles of the running node. */
@Command(name = "plugin", description = "The node's bundles: list.", synopsisSubcommandLabel = "WORD")
final class PluginWords extends Group {
    PluginWords(Root root) {
        super(root);
    }

    @Command(name = "list", description = "Show the bundles, their state and what they provide.")
    int list() throws Failure {
        Object plugins = root.requireNode().get("/plugins");
        for (Object plugin : plugins instanceof List<?> list ? list : Json.list(plugins, "plugins")) {
            if (root.json) {
                root.terminal.out().println(Json.write(plugin));
                continue;
            }
            StringBuilder provides = new StringBuilder();
            for (Object service : Json.list(plugin, "provides")) {
                provides.append(provides.isEmpty() ? "  provides " : ", ").append(Printable.line(service.toString()));
            }
            root.terminal
                    .out()
                    .println(Json.text(plugin, "name") + " " + Json.text(plugin, "version") + "  "
                            + Json.text(plugin, "state") + provides);
        }
        return 0;
    }
}
