// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A word that needs a second one behind it. */
abstract class Group implements Callable<Integer> {
    final Root root;

    @Spec
    CommandSpec spec;

    Group(Root root) {
        this.root = root;
    }

    @Override
    public final Integer call() {
        String words = String.join(", ", spec.subcommands().keySet());
        return Parsed.refuse(root, spec, "expected a second word: " + words);
    }
}
