// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.throng.mail.Inbox;
import org.throng.mail.MailException;

/** The scan of all headers for mine: how far it is, and what may be wished of it. */
final class ScanRoutes {
    private final OpenMailbox mailbox;
    private final Supplier<Inbox> inbox;

    /** @param inbox {@code null} while it is not there */
    ScanRoutes(OpenMailbox mailbox, Supplier<Inbox> inbox) {
        this.mailbox = mailbox;
        this.inbox = inbox;
    }

    void addTo(Router router) {
        router.add("GET", "/scan", call -> Json.ok(all()));
        router.add("POST", "/scan", this::pause);
        router.add("POST", "/scan/again", this::again);
    }

    private Inbox inbox() throws Problem {
        mailbox.get(); // a relay scans nothing, and without a key nobody does
        Inbox present = inbox.get();
        if (present == null) {
            throw Problem.notHere("the inbox");
        }
        return present;
    }

    private Map<String, Object> all() throws Problem {
        List<Object> relays = new ArrayList<>();
        boolean paused = false;
        for (Inbox.RelayState state : inbox().relays()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("url", state.url().toString());
            json.put("state", state.state());
            json.putAll(of(state.scanning()));
            relays.add(json);
            paused |= state.scanning().paused();
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("paused", paused);
        json.put("relays", relays);
        return json;
    }

    private Answer pause(Call call) throws Problem, IOException, MailException {
        boolean stop = call.flag("paused")
                .orElseThrow(() -> Problem.badData("the body needs the member paused: true or false"));
        inbox().pauseScan(stop);
        return Json.ok(all());
    }

    private Answer again(Call call) throws Problem, IOException, MailException {
        inbox().scanAgain(call.seconds("since").orElse(0L));
        return Json.ok(all());
    }

    /** Of one relay. */
    static Map<String, Object> of(Inbox.Scanning scanning) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("underWay", scanning.isUnderWay());
        json.put("scanned", scanning.scanned());
        json.put("total", scanning.total());
        json.put("estimated", scanning.estimated());
        json.put("paused", scanning.paused());
        json.put("secondsLeft", scanning.secondsLeft() < 0 ? null : scanning.secondsLeft());
        return json;
    }
}
