// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.throng.event.EventReader;
import org.throng.event.Filter;
import org.throng.event.MalformedException;
import org.throng.relay.DamagedBackupException;
import org.throng.relay.NotEmptyException;
import org.throng.relay.RelayBackup;
import org.throng.relay.Retention;
import org.throng.relay.Transfer;

/**
 * Backup and restore of the node's own relay, its events as lines, its rules of retention. Bodies are streams of any length; what is
 * read of them is bounded where it is read.
 */
final class OperateRoutes {
    private static final byte[] NEWLINE = {'\n'};

    private final Parts parts;

    /** What may come and go while the node runs; each is {@code null} while it is not there. */
    record Parts(Supplier<RelayBackup> backup, Supplier<Transfer> transfer, Supplier<Retention> retention) {}

    OperateRoutes(Parts parts) {
        this.parts = parts;
    }

    void addTo(Router router) {
        router.add("POST", "/admin/backup", call -> backup());
        router.add(
                "POST",
                "/admin/backup/check",
                call -> summary(() -> there(parts.backup()).check(call.request().body())));
        router.add("POST", "/admin/restore", call -> {
            boolean replace = isSet(call, "replace");
            return summary(() -> there(parts.backup()).restore(call.request().body(), replace));
        });
        router.add("POST", "/admin/export", this::export);
        router.add("POST", "/admin/import", call -> {
            Transfer transfer = there(parts.transfer());
            return Json.ok(taken(transfer.take(call.request().body(), isSet(call, "trusted"))));
        });
        router.add(
                "GET",
                "/admin/retention",
                call -> Json.ok(due(there(parts.retention()).due())));
        router.add(
                "POST",
                "/admin/retention",
                call -> Json.ok(due(there(parts.retention()).apply())));
    }

    private static <T> T there(Supplier<T> part) throws Problem {
        T present = part.get();
        if (present == null) {
            throw Problem.noRelay();
        }
        return present;
    }

    private static boolean isSet(Call call, String name) throws Problem {
        String value = call.parameter(name).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw Problem.badData(name + " is true or false");
        }
        return value.equals("true");
    }

    private Answer backup() throws Problem {
        there(parts.transfer()); // a backup that began is cut off where the store is not open, and could not say why
        RelayBackup backup = there(parts.backup());
        return Answer.written(Map.of("Content-Type", "application/octet-stream"), backup::write);
    }

    /** Something that reads a backup. */
    @FunctionalInterface
    private interface Reading {
        RelayBackup.Summary read() throws Problem, IOException;
    }

    private static Answer summary(Reading reading) throws Problem, IOException {
        try {
            RelayBackup.Summary summary = reading.read();
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("entries", summary.entries());
            json.put("events", summary.events());
            json.put("sha256", summary.sha256());
            return Json.ok(json);
        } catch (DamagedBackupException e) {
            throw Problem.badData(e.getMessage());
        } catch (NotEmptyException e) {
            throw new Problem(409, "Not empty", Problem.REFUSED, e.getMessage() + "; say --replace if that is meant");
        }
    }

    private Answer export(Call call) throws Problem, IOException {
        Transfer transfer = there(parts.transfer());
        Filter filter;
        try {
            Object given = call.json().get("filter");
            filter = given == null ? Filter.ALL : EventReader.filter(given);
        } catch (MalformedException e) {
            throw Problem.badData("the filter: " + e.getMessage());
        }
        return Answer.written(
                Map.of("Content-Type", "application/x-ndjson"),
                out -> transfer.export(filter, json -> {
                    out.write(json);
                    out.write(NEWLINE);
                }));
    }

    private static Map<String, Object> taken(Transfer.Taken taken) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stored", taken.stored());
        json.put("duplicates", taken.duplicates());
        json.put("refused", taken.refused());
        return json;
    }

    private static Map<String, Object> due(List<Retention.Due> all) {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Retention.Due due : all) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("rule", due.rule());
            json.put("events", due.events());
            json.put("bytes", due.bytes());
            rules.add(json);
        }
        return Map.of("rules", rules);
    }
}
