// SPDX-License-Identifier: MIT
package org.throng.management;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.throng.event.MalformedException;
import org.throng.policy.Lists;
import org.throng.policy.Subject;
import org.throng.relay.Management.Looks;
import org.throng.relay.Moderation;

/**
 * The methods of NIP-86, but for those of roles (NIP-43), which this relay does not keep. Each returns its result, or throws with
 * a sentence for the caller.
 */
final class Methods {
    private static final int REPORTS = 1_000;
    private static final int NAME = 100;
    private static final int DESCRIPTION = 5_000;
    private static final int ICON = 1_000;

    private final Supplier<Lists> lists;
    private final Supplier<Moderation> moderation;
    private final LooksFile file;
    private volatile Looks looks;
    private final Map<String, Method> all = new TreeMap<>();

    /** Does what a call asks for. */
    @FunctionalInterface
    private interface Method {
        Object call(List<?> params) throws MalformedException, IOException;
    }

    /**
     * @param lists {@code null} while there are none
     * @param moderation {@code null} while there is no relay
     */
    Methods(Supplier<Lists> lists, Supplier<Moderation> moderation, LooksFile file) throws IOException {
        this.lists = lists;
        this.moderation = moderation;
        this.file = file;
        this.looks = file.read();
        addLists();
        addKinds();
        addEvents();
        addAddresses();
        addLooks();
    }

    Looks looks() {
        return looks;
    }

    Set<String> names() {
        return all.keySet();
    }

    /** @throws MalformedException where there is no such method or its parameters are wrong */
    Object call(String name, List<?> params) throws MalformedException, IOException {
        if (name.equals("supportedmethods")) {
            return all.keySet();
        }
        Method method = all.get(name);
        if (method == null) {
            throw new MalformedException("unknown method; supportedmethods names those that are known");
        }
        return method.call(params);
    }

    private void addLists() {
        all.put("banpubkey", params -> {
            ban("key", params);
            relay().erase(((Subject.Key) subject("key", params)).key());
            return true;
        });
        all.put("unbanpubkey", params -> unban("key", params));
        all.put("listbannedpubkeys", params -> list(lists().banned(), Subject.Key.class, "pubkey"));
        all.put("allowpubkey", params -> allow("key", params));
        all.put("unallowpubkey", params -> {
            lists().unallow(subject("key", params));
            return true;
        });
        all.put("listallowedpubkeys", params -> list(lists().allowed(), Subject.Key.class, "pubkey"));
    }

    private void addKinds() {
        all.put("allowkind", params -> {
            Subject kind = subject("kind", params);
            // what was banned is not anymore; else from now on only allowed kinds are taken
            if (!lists().unban(kind)) {
                lists().allow(new Lists.Entry(kind, reason(params)));
            }
            return true;
        });
        all.put("disallowkind", params -> ban("kind", params));
        all.put("listallowedkinds", params -> {
            List<Object> kinds = new ArrayList<>();
            for (Lists.Entry entry : lists().allowed()) {
                if (entry.subject() instanceof Subject.Kind kind) {
                    kinds.add(kind.kind());
                }
            }
            return kinds;
        });
    }

    private void addEvents() {
        all.put("banevent", params -> {
            ban("event", params);
            relay().erase(((Subject.Id) subject("event", params)).id());
            return true;
        });
        all.put("allowevent", params -> allow("event", params));
        all.put("listbannedevents", params -> list(lists().banned(), Subject.Id.class, "id"));
        all.put("listeventsneedingmoderation", params -> {
            List<Object> undecided = new ArrayList<>();
            List<Lists.Entry> decided = lists().allowed();
            for (Moderation.Report report : relay().reported(REPORTS)) {
                Subject id = new Subject.Id(report.id());
                if (decided.stream().noneMatch(entry -> entry.subject().equals(id))) {
                    undecided.add(entry("id", report.id().hex(), report.reason()));
                }
            }
            return undecided;
        });
    }

    private void addAddresses() {
        all.put("blockip", params -> {
            ban("address", params);
            relay().disconnect(((Subject.Addresses) subject("address", params)).range()::contains);
            return true;
        });
        all.put("unblockip", params -> unban("address", params));
        all.put("listblockedips", params -> list(lists().banned(), Subject.Addresses.class, "ip"));
    }

    private void addLooks() {
        all.put("changerelayname", params -> {
            Optional<String> name = given(params, NAME);
            return change(new Looks(name, looks.description(), looks.icon()));
        });
        all.put("changerelaydescription", params -> {
            Optional<String> description = given(params, DESCRIPTION);
            return change(new Looks(looks.name(), description, looks.icon()));
        });
        all.put("changerelayicon", params -> {
            Optional<String> icon = given(params, ICON);
            if (icon.isPresent() && !isWeb(icon.get())) {
                throw new MalformedException(
                        "expected the address of a picture, such as https://relay.example/icon.png");
            }
            return change(new Looks(looks.name(), looks.description(), icon));
        });
    }

    private synchronized boolean change(Looks changed) throws IOException {
        file.write(changed);
        looks = changed;
        return true;
    }

    private static boolean isWeb(String url) {
        try {
            URI read = URI.create(url);
            return read.getHost() != null && url.matches("https?://.*");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean ban(String what, List<?> params) throws MalformedException, IOException {
        lists().ban(new Lists.Entry(subject(what, params), reason(params)));
        return true;
    }

    private boolean unban(String what, List<?> params) throws MalformedException, IOException {
        lists().unban(subject(what, params));
        return true;
    }

    private boolean allow(String what, List<?> params) throws MalformedException, IOException {
        lists().allow(new Lists.Entry(subject(what, params), reason(params)));
        return true;
    }

    private static List<Object> list(List<Lists.Entry> entries, Class<? extends Subject> sort, String name) {
        List<Object> list = new ArrayList<>();
        for (Lists.Entry entry : entries) {
            if (sort.isInstance(entry.subject())) {
                list.add(entry(name, entry.subject().value(), entry.reason()));
            }
        }
        return list;
    }

    private static Map<String, Object> entry(String name, String value, String reason) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(name, value);
        if (!reason.isEmpty()) {
            json.put("reason", reason);
        }
        return json;
    }

    private static Subject subject(String what, List<?> params) throws MalformedException {
        Object first = params.isEmpty() ? "" : params.get(0);
        if (!(first instanceof String) && !(first instanceof Long)) {
            throw new MalformedException("expected a string or a number as the first parameter");
        }
        return Subject.read(what, first.toString());
    }

    private static String reason(List<?> params) {
        if (params.size() < 2 || !(params.get(1) instanceof String reason)) {
            return "";
        }
        return reason;
    }

    /** Empty where the text is: then the settings count again. */
    private static Optional<String> given(List<?> params, int most) throws MalformedException {
        if (params.isEmpty() || !(params.get(0) instanceof String text) || text.length() > most) {
            throw new MalformedException("expected a string of at most " + most + " characters");
        }
        return Optional.of(text.strip()).filter(stripped -> !stripped.isEmpty());
    }

    private Lists lists() throws IOException {
        Lists present = lists.get();
        if (present == null) {
            throw new IOException("this relay has no lists now, try again later");
        }
        return present;
    }

    private Moderation relay() throws IOException {
        Moderation present = moderation.get();
        if (present == null) {
            throw new IOException("the relay does not run now, try again later");
        }
        return present;
    }
}
