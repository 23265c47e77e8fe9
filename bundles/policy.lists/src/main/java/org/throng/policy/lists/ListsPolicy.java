// SPDX-License-Identifier: MIT
package org.throng.policy.lists;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.throng.home.Home;
import org.throng.policy.Demands;
import org.throng.policy.Lists;
import org.throng.policy.Policy;
import org.throng.policy.Subject;
import org.throng.policy.Submission;
import org.throng.policy.Verdict;

/**
 * The lists of this home, in {@code HOME/data/policy/lists.json}.
 *
 * <p>Where that file cannot be read there is no such policy, and a relay that requires it takes no events: it must not let in
 * what was banned.
 */
@Component(
        service = {Policy.class, Lists.class},
        property = {"service.ranking:Integer=300", "name=lists"})
public final class ListsPolicy implements Policy, Lists {
    private final ListFile file;
    private volatile Rules rules;

    @Activate
    public ListsPolicy(BundleContext context) throws IOException {
        this(new Home(Path.of(context.getProperty("throng.home"))));
    }

    ListsPolicy(Home home) throws IOException {
        file = new ListFile(home.data().resolve("policy").resolve("lists.json"));
        rules = file.read();
    }

    @Override
    public String name() {
        return "lists";
    }

    @Override
    public Optional<String> closedTo(InetAddress address) {
        return rules.isClosedTo(address) ? Optional.of("this address is banned here") : Optional.empty();
    }

    @Override
    public Verdict glance(Submission submission) {
        return rules.verdict(submission.event(), submission.source());
    }

    @Override
    public Demands demands() {
        return new Demands(0, rules.isRestricted());
    }

    @Override
    public void ban(Entry entry) throws IOException {
        change(Optional.of(entry), entry.subject(), true);
    }

    @Override
    public boolean unban(Subject subject) throws IOException {
        return change(Optional.empty(), subject, true);
    }

    @Override
    public void allow(Entry entry) throws IOException {
        if (entry.subject() instanceof Subject.Addresses) {
            throw new IllegalArgumentException("every address is allowed that is not banned: unban it");
        }
        change(Optional.of(entry), entry.subject(), false);
    }

    @Override
    public boolean unallow(Subject subject) throws IOException {
        return change(Optional.empty(), subject, false);
    }

    @Override
    public List<Entry> banned() {
        return List.copyOf(rules.banned().values());
    }

    @Override
    public List<Entry> allowed() {
        return List.copyOf(rules.allowed().values());
    }

    /** @return whether the subject stood on the list */
    private synchronized boolean change(Optional<Entry> entry, Subject subject, boolean ban) throws IOException {
        Map<Subject, Entry> banned = new LinkedHashMap<>(rules.banned());
        Map<Subject, Entry> allowed = new LinkedHashMap<>(rules.allowed());
        Map<Subject, Entry> list = ban ? banned : allowed;
        boolean stood = list.containsKey(subject);
        if (entry.isPresent()) {
            (ban ? allowed : banned).remove(subject);
            list.put(subject, entry.get());
        } else if (!stood) {
            return false;
        } else {
            list.remove(subject);
        }
        if (entry.isPresent() && banned.size() + allowed.size() > MOST) {
            throw new IOException("the lists are full: at most " + MOST + " entries on both together");
        }
        Rules changed = new Rules(banned, allowed);
        file.write(changed);
        rules = changed;
        return stood;
    }
}
