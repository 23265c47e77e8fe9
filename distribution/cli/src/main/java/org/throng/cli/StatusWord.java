// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code throng status}: the answer that scripts wait for, so nothing slow belongs here. */
@Command(name = "status", description = "Is the node ready, and how does each relay do?")
final class StatusWord implements Callable<Integer> {
    private final Root root;

    StatusWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        Object status = root.requireNode().get("/status");
        PrintStream out = root.terminal.out();
        if (root.json) {
            out.println(Json.write(status));
            return 0;
        }
        out.println((Json.isTrue(status, "ready") ? "ready  " : "not ready  ") + Json.text(status, "role") + " "
                + Json.text(status, "version") + ", up " + Printable.span(Json.number(status, "uptime")) + ", home "
                + Json.text(status, "home"));
        long identities = Json.number(status, "identities");
        out.println(identities + (identities == 1 ? " identity" : " identities") + vault(status));
        disposables(out, status);
        for (Object relay : Json.list(status, "relays")) {
            relay(root, relay);
        }
        Object outbox = Json.get(status, "outbox");
        if (outbox != null) {
            out.println("outbox: " + Json.number(outbox, "queued") + " queued, " + Json.number(outbox, "failed")
                    + " failed");
        }
        Object own = Json.get(status, "relay");
        if (own != null) {
            String events = Json.text(own, "events");
            out.println("own relay: " + Json.text(own, "url") + ", "
                    + (events.isEmpty() ? "" : events + " events, ")
                    + Json.number(own, "connections") + " connections");
        }
        for (Object mirror : Json.list(status, "mirrors")) {
            mirror(out, mirror);
        }
        String warning = Json.text(Json.get(status, "clock"), "warning");
        if (!warning.isEmpty()) {
            out.println("CLOCK: " + warning);
        }
        return 0;
    }

    private void disposables(PrintStream out, Object status) {
        for (Object one : Json.list(status, "ending")) {
            long unsent = Json.number(one, "unsent");
            out.println("disposable: '" + Json.text(one, "label") + "' ENDS "
                    + Ending.told(
                            Json.number(one, "expires_at"),
                            root.terminal.clock().instant())
                    + (unsent > 0 ? ", " + unsent + " messages not sent yet" : "")
                    + "; later with: throng id prolong");
        }
        for (Object one : Json.list(status, "wiped")) {
            long unsent = Json.number(one, "unsent");
            out.println("disposable: one was wiped " + Printable.time(Json.number(one, "at"))
                    + (unsent > 0 ? ", and with it " + unsent + " messages that NO RELAY HAD YET" : ""));
        }
    }

    private static void mirror(PrintStream out, Object mirror) {
        String detail = Json.text(mirror, "detail");
        out.println("mirror: " + Json.text(mirror, "direction") + " " + Json.text(mirror, "relay") + "  "
                + Json.text(mirror, "state") + ", " + ScanView.number(Json.number(mirror, "stored")) + " fetched, "
                + ScanView.number(Json.number(mirror, "sent")) + " sent"
                + (detail.isEmpty() ? "" : "  " + detail));
    }

    static void relay(Root root, Object relay) {
        if (root.json) {
            root.terminal.out().println(Json.write(relay));
            return;
        }
        String scan = ScanView.of(Json.get(relay, "scan")).words();
        String detail = Json.text(relay, "detail");
        detail += detail.isEmpty() || scan.isEmpty() ? scan : "; " + scan;
        root.terminal
                .out()
                .println("relay: " + Json.text(relay, "url") + "  " + Json.text(relay, "state")
                        + (Json.isTrue(relay, "unverified") ? "  unverified relay" : "")
                        + (detail.isEmpty() ? "" : "  " + detail));
    }

    private static String vault(Object status) {
        if (Json.text(status, "vault").equals("none")) {
            return "; make one with: throng id new --label me";
        }
        return Json.isTrue(status, "locked") ? ", LOCKED: unlock with: throng id unlock" : ", unlocked";
    }
}
