// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.identity.IdentityException;
import org.throng.identity.Nip19;
import org.throng.identity.Pointer;
import org.throng.policy.AddressRange;
import org.throng.policy.Lists;
import org.throng.policy.Subject;
import org.throng.relay.Moderation;

/** What the own relay's operator banned and allowed, and why an event is refused. */
final class PolicyRoutes {
    private static final int MAX_KEYS = 32;

    private final People people;
    private final Supplier<Lists> lists;
    private final Supplier<Moderation> moderation;

    PolicyRoutes(People people, Supplier<Lists> lists, Supplier<Moderation> moderation) {
        this.people = people;
        this.lists = lists;
        this.moderation = moderation;
    }

    void addTo(Router router) {
        router.add("GET", "/admin/lists", call -> Json.ok(all()));
        router.add("POST", "/admin/ban", this::ban);
        router.add("POST", "/admin/unban", call -> changed(subject(call), lists().unban(subject(call))));
        router.add("POST", "/admin/allow", this::allow);
        router.add("POST", "/admin/unallow", call -> changed(subject(call), lists().unallow(subject(call))));
        router.add("POST", "/admin/explain", this::explain);
    }

    private Map<String, Object> all() throws Problem {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("banned", entries(lists().banned()));
        json.put("allowed", entries(lists().allowed()));
        return json;
    }

    private static List<Object> entries(List<Lists.Entry> entries) {
        List<Object> json = new ArrayList<>();
        for (Lists.Entry entry : entries) {
            Map<String, Object> members = json(entry.subject());
            members.put("reason", entry.reason());
            json.add(members);
        }
        return json;
    }

    private static Map<String, Object> json(Subject subject) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", subject.what());
        json.put("value", subject.value());
        if (subject instanceof Subject.Key key) {
            json.put("npub", Nip19.npub(key.key()));
        }
        return json;
    }

    private static Answer changed(Subject subject, boolean changed) {
        Map<String, Object> json = json(subject);
        json.put("changed", changed);
        return Json.ok(json);
    }

    /** A banned event is erased, and so is all of a banned key; whoever is connected from a banned address is cut off. */
    private Answer ban(Call call) throws Problem, IOException, IdentityException {
        Subject subject = subject(call);
        lists().ban(new Lists.Entry(subject, call.text("reason").orElse("")));
        Map<String, Object> json = json(subject);
        json.put("changed", true);
        Moderation relay = moderation.get();
        if (relay != null && subject instanceof Subject.Id event) {
            json.put("erased", relay.erase(event.id()));
        } else if (relay != null && subject instanceof Subject.Key key) {
            json.put("erased", relay.erase(key.key()));
        } else if (relay != null && subject instanceof Subject.Addresses addresses) {
            json.put("disconnected", relay.disconnect(addresses.range()::contains));
        }
        return Json.ok(json);
    }

    private Answer allow(Call call) throws Problem, IOException, IdentityException {
        Subject subject = subject(call);
        if (subject instanceof Subject.Addresses) {
            throw Problem.badData("every address is allowed that is not banned; use unban");
        }
        lists().allow(new Lists.Entry(subject, call.text("reason").orElse("")));
        return changed(subject, true);
    }

    /** As people write it; what it is may be left out where it can be seen. */
    private Subject subject(Call call) throws Problem, IOException, IdentityException {
        String value = call.required("value").strip();
        String what = call.text("what").orElseGet(() -> guess(value));
        try {
            return switch (what) {
                case "key" -> new Subject.Key(people.key(value));
                case "event" -> new Subject.Id(id(value));
                case "kind", "address" -> Subject.read(what, value);
                default ->
                    throw Problem.badData(
                            "expected key, event, kind or address before it: it may be more than one of them");
            };
        } catch (MalformedException e) {
            throw Problem.badData(e.getMessage());
        }
    }

    private static String guess(String value) {
        String bare = value.replaceFirst("^nostr:", "");
        if (bare.startsWith("npub1") || bare.startsWith("nprofile1")) {
            return "key";
        }
        if (bare.startsWith("note1") || bare.startsWith("nevent1")) {
            return "event";
        }
        if (bare.matches("[0-9]{1,5}")) {
            return "kind";
        }
        return bare.matches("[0-9a-fA-F:./]{2,49}") ? "address" : "";
    }

    private static EventId id(String text) throws Problem, IdentityException {
        String bare = text.replaceFirst("^nostr:", "");
        if (bare.matches("[0-9a-f]{64}")) {
            return EventId.ofHex(bare);
        }
        Pointer pointer = Nip19.decode(bare);
        if (pointer instanceof Pointer.Note note) {
            return note.id();
        }
        if (pointer instanceof Pointer.EventAt event) {
            return event.id();
        }
        throw Problem.badData("expected an event's id: 64 lower-case hex digits, note or nevent");
    }

    private Answer explain(Call call) throws Problem, IOException, IdentityException {
        Optional<Event> event = event(call);
        if (event.isPresent()) {
            return Json.ok(explanation(event.get().id(), relay().explain(event.get(), address(call), keys(call))));
        }
        EventId id = id(call.required("id"));
        Optional<Event> stored = relay().find(id);
        return Json.ok(explanation(
                id, stored.isPresent() ? relay().explain(stored.get(), address(call), keys(call)) : absent(id)));
    }

    /** Without the event itself nobody can be asked but the lists. */
    private List<Moderation.Finding> absent(EventId id) {
        List<Moderation.Finding> findings = new ArrayList<>();
        Lists present = lists.get();
        if (present != null) {
            for (Lists.Entry entry : present.banned()) {
                if (entry.subject().equals(new Subject.Id(id))) {
                    findings.add(
                            new Moderation.Finding("policy lists", "refuse", "blocked: this event is banned here"));
                }
            }
        }
        findings.add(
                new Moderation.Finding("store", "unasked", "it is not here; give the whole event to ask all about it"));
        return findings;
    }

    private static Map<String, Object> explanation(EventId id, List<Moderation.Finding> findings) {
        Map<String, Object> json = new LinkedHashMap<>();
        Moderation.Finding first = findings.stream()
                .filter(finding -> !finding.says().equals("accept"))
                .findFirst()
                .orElse(findings.get(findings.size() - 1));
        json.put("id", id.hex());
        json.put("says", first.says());
        json.put("by", first.by());
        json.put("why", first.why());
        List<Object> all = new ArrayList<>();
        for (Moderation.Finding finding : findings) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("by", finding.by());
            members.put("says", finding.says());
            members.put("why", finding.why());
            all.add(members);
        }
        json.put("findings", all);
        return json;
    }

    private static Optional<Event> event(Call call) throws Problem, IOException {
        Object event = call.json().get("event");
        if (event == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(EventReader.event(event));
        } catch (MalformedException e) {
            throw Problem.badData("a relay answers 'invalid: " + e.getMessage() + "' before it asks anybody");
        }
    }

    private static Optional<InetAddress> address(Call call) throws Problem, IOException {
        Optional<String> text = call.text("address");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            // as strict as a ban, so that no name is looked up
            return Optional.of(
                    InetAddress.getByName(AddressRange.read(text.get()).toString()));
        } catch (MalformedException | UnknownHostException e) {
            throw Problem.badData("address: expected an IPv4 or IPv6 address such as 192.0.2.1");
        }
    }

    private Set<PublicKey> keys(Call call) throws Problem, IOException, IdentityException {
        Object keys = call.json().get("keys");
        if (keys == null) {
            return Set.of();
        }
        if (!(keys instanceof List<?> texts) || texts.size() > MAX_KEYS) {
            throw Problem.badData("keys is an array of at most " + MAX_KEYS + " npubs or hex keys");
        }
        Set<PublicKey> read = new HashSet<>();
        for (Object text : texts) {
            read.add(people.key(String.valueOf(text)));
        }
        return read;
    }

    private Lists lists() throws Problem {
        Lists present = lists.get();
        if (present == null) {
            throw Problem.notHere("the policy of lists");
        }
        return present;
    }

    private Moderation relay() throws Problem {
        Moderation present = moderation.get();
        if (present == null) {
            throw Problem.notHere("a relay");
        }
        return present;
    }
}
