// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.RelayUrl;
import org.throng.identity.Contact;
import org.throng.identity.Domains;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.Nip05;
import org.throng.identity.Nip19;
import org.throng.identity.OwnName;
import org.throng.identity.Pointer;
import org.throng.identity.SafetyNumber;
import org.throng.identity.nip05.HttpsDomains;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code throng contact …}: whom my identities know. Needs no node. */
@Command(
        name = "contact",
        description = "People I know: add, list, show, verify (safety number, domain), remove, block.",
        synopsisSubcommandLabel = "WORD")
final class ContactWords extends Group {
    private static final String WHO = "NPUB|PETNAME";

    /** Asks domains; a test hands in its own. */
    Domains domains;

    ContactWords(Root root) {
        super(root);
    }

    @Command(
            name = "add",
            description =
                    "Add somebody by invite (throng:…), npub, nprofile, hex or name@domain. An invite needs the node, and"
                            + " nobody is asked. For a name the domain is asked, over HTTPS; it then knows that somebody"
                            + " here looks for this name.")
    int add(
            @Parameters(paramLabel = "INVITE|NPUB|NPROFILE|NAME@DOMAIN") String who,
            @Option(names = "--petname", paramLabel = "P", description = "Your own name for them.") String petname,
            @Option(names = "--nip05", paramLabel = "NAME@DOMAIN", description = "What a domain calls them.")
                    String nip05,
            @Option(names = "--relay", paramLabel = "URL", description = "Where to look for them.") List<String> relays,
            @Option(names = "--as", paramLabel = "NPUB|LABEL", description = "For which identity; else the first.")
                    String as)
            throws Failure {
        if (petname != null) {
            try {
                OwnName.requireName("petname", petname);
            } catch (IdentityException e) {
                throw Failure.of(e);
            }
        }
        if (who.regionMatches(true, 0, "throng:", 0, 7)) {
            return accept(who, petname, nip05, relays, as);
        }
        Nip05 name = nip05 != null ? name(nip05) : who.contains("@") ? name(who) : null;
        Pointer.Profile person = who.contains("@") ? askFor(name) : person(who);
        List<RelayUrl> all = new ArrayList<>(person.relays());
        for (String relay : relays == null ? List.<String>of() : relays) {
            all.add(RelaysWords.url(relay));
        }
        try (Keys keys = root.keys()) {
            Identity me = keys.pick(as);
            if (me.npub().equals(person.npub())) {
                throw new Failure(Exit.BAD_DATA, "this is your own key; a contact is somebody else");
            }
            Contact old = keys.contacts(me.npub()).stream()
                    .filter(contact -> contact.npub().equals(person.npub()))
                    .findFirst()
                    .orElse(new Contact(
                            person.npub(),
                            Optional.empty(),
                            List.of(),
                            Optional.empty(),
                            false,
                            false,
                            root.terminal.clock().instant().getEpochSecond()));
            Contact contact = new Contact(
                    person.npub(),
                    petname == null ? old.petname() : Optional.of(petname),
                    all.isEmpty() ? old.relays() : all.stream().distinct().toList(),
                    name == null ? old.nip05() : Optional.of(name.toString()),
                    old.verified(),
                    old.blocked(),
                    old.addedAt());
            keys.put(me.npub(), contact);
            root.print(
                    json(contact),
                    Nip19.npub(contact.npub()) + "  " + contact.petname().orElse(""));
            root.tell("added; compare the safety number with: throng contact verify " + shellWord(contact));
        }
        return 0;
    }

    private int accept(String invite, String petname, String nip05, List<String> relays, String as) throws Failure {
        if (nip05 != null || relays != null) {
            throw new Failure(Exit.USAGE, "an invite names the relays itself; add the domain's name afterwards");
        }
        NodeClient node = root.requireNode();
        try (Keys keys = root.keys()) {
            Identity me = keys.pick(as);
            Object added = node.call(
                    "POST",
                    "/identities/" + Nip19.npub(me.npub()) + "/contacts",
                    Json.object("invite", invite, "petname", petname));
            String npub = Json.text(added, "npub");
            root.print(Json.object("npub", npub, "petname", petname), npub + "  " + (petname == null ? "" : petname));
            root.tell("added; compare the safety number with: throng contact verify " + npub);
        }
        return 0;
    }

    @Command(
            name = "show",
            description = "Show one contact: what they read, the sessions that stand, and the strongest scheme so far.")
    int show(
            @Parameters(paramLabel = WHO) String who,
            @Option(names = "--as", paramLabel = "NPUB|LABEL", description = "Of which identity; else the first.")
                    String as)
            throws Failure {
        NodeClient node = root.requireNode();
        try (Keys keys = root.keys()) {
            Identity me = keys.pick(as);
            Contact contact = People.contact(keys, me.npub(), who);
            Object shown = node.get("/identities/" + Nip19.npub(me.npub()) + "/contacts/" + Nip19.npub(contact.npub()));
            root.print(Json.map(shown), text(shown));
        }
        return 0;
    }

    private static String text(Object shown) throws Failure {
        StringBuilder text = new StringBuilder(Json.text(shown, "npub"));
        text.append("\n  petname: ").append(Json.text(shown, "petname"));
        List<?> sessions = Json.list(shown, "sessions");
        if (sessions.isEmpty()) {
            text.append("\n  no session stands: words go by scheme ")
                    .append(
                            switch (Json.text(shown, "strongest")) {
                                case "direct" -> "direct or pq";
                                case "pq" -> "pq, or wait for a profile with a key";
                                default -> "tagged once a new session stands, and wait until then";
                            });
        }
        for (Object session : sessions) {
            text.append("\n  session with node ")
                    .append(Json.text(session, "node"))
                    .append(": forward-secret")
                    .append(Json.text(session, "post_quantum").equals("true") ? ", post-quantum" : "");
        }
        if (Json.get(shown, "session_since") != null) {
            long count = Json.number(shown, "sessions_begun");
            text.append("\n  newest session began: ")
                    .append(Printable.time(Json.number(shown, "session_since")))
                    .append(count > 1 ? "; new session, number " + count + " with this contact" : "");
        }
        text.append("\n  strongest scheme so far: ").append(Json.text(shown, "strongest"));
        Object profile = Json.get(shown, "profile");
        text.append("\n  profile: ")
                .append(
                        profile == null
                                ? "none seen"
                                : Json.list(profile, "relays").toString());
        return text.toString();
    }

    @Command(name = "list", description = "Show the contacts of an identity.")
    int list(
            @Option(names = "--as", paramLabel = "NPUB|LABEL", description = "Of which identity; else the first.")
                    String as)
            throws Failure {
        try (Keys keys = root.keys()) {
            for (Contact contact : keys.contacts(keys.pick(as).npub())) {
                root.print(
                        json(contact),
                        Nip19.npub(contact.npub()) + "  " + contact.petname().orElse("-")
                                + (contact.verified() ? "  verified" : "")
                                + (contact.blocked() ? "  blocked" : "")
                                + contact.nip05()
                                        .map(name -> "  (the domain says: " + name + ")")
                                        .orElse(""));
            }
        }
        return 0;
    }

    @Command(
            name = "verify",
            description = "Show the safety number to compare by voice; with --domain ask again what the domain says.")
    int verify(
            @Parameters(paramLabel = WHO) String who,
            @Option(names = "--yes", description = "We compared: mark as verified without asking.") boolean yes,
            @Option(names = "--domain", description = "Ask the domain again (it sees this machine's address).")
                    boolean domain,
            @Option(names = "--as", paramLabel = "NPUB|LABEL", description = "For which identity; else the first.")
                    String as)
            throws Failure {
        try (Keys keys = root.keys()) {
            Identity me = keys.pick(as);
            Contact contact = anybody(keys, me, who);
            String said = domain ? checkDomain(contact) : null;
            SafetyNumber number = SafetyNumber.of(me.npub(), contact.npub());
            if (!root.json) {
                root.terminal.out().println("Safety number of '" + me.label() + "' and " + People.shown(contact) + ":");
                root.terminal.out().println();
                root.terminal.out().println("  " + number.lines().replace("\n", "\n  "));
                root.terminal.out().println();
            }
            boolean known =
                    keys.contacts(me.npub()).stream().anyMatch(one -> one.npub().equals(contact.npub()));
            if (!known) {
                return ofAStranger(contact, number, yes);
            }
            boolean same = yes || answersYes(number);
            Contact checked = same ? verified(contact) : contact;
            if (same && !contact.verified()) {
                keys.put(me.npub(), checked);
            }
            root.print(
                    Json.object(
                            "npub", Nip19.npub(contact.npub()),
                            "safety_number", number.toString(),
                            "verified", checked.verified(),
                            "domain", said),
                    checked.verified()
                            ? "verified"
                            : "not verified; read the digits to each other, then: throng contact verify "
                                    + shellWord(contact) + " --yes");
        }
        return 0;
    }

    /** A contact, or whose key it is: a safety number needs no more. */
    private static Contact anybody(Keys keys, Identity me, String who) throws Failure {
        if (!People.isKey(who)) {
            return People.contact(keys, me.npub(), who);
        }
        PublicKey npub = person(who).npub();
        if (npub.equals(me.npub())) {
            throw new Failure(Exit.BAD_DATA, "this is your own key; expected that of somebody else");
        }
        return keys.contacts(me.npub()).stream()
                .filter(contact -> contact.npub().equals(npub))
                .findFirst()
                .orElse(new Contact(npub, Optional.empty(), List.of(), Optional.empty(), false, false, 0));
    }

    private int ofAStranger(Contact stranger, SafetyNumber number, boolean yes) throws Failure {
        String npub = Nip19.npub(stranger.npub());
        String how = "this is no contact of yours, and so nothing is marked; add it with: throng contact add " + npub;
        if (yes) {
            throw new Failure(Exit.BAD_DATA, how);
        }
        root.print(Json.object("npub", npub, "safety_number", number.toString(), "verified", false), "not verified");
        root.tell(how);
        return 0;
    }

    private boolean answersYes(SafetyNumber number) {
        String answer = root.json ? null : root.terminal.ask("Do they read the same twelve groups to you? (yes/no) ");
        return number != null && answer != null && answer.strip().equalsIgnoreCase("yes");
    }

    private String checkDomain(Contact contact) throws Failure {
        if (contact.nip05().isEmpty()) {
            throw new Failure(
                    Exit.BAD_DATA,
                    "no name at a domain is known of this contact; add it with: throng contact add NPUB"
                            + " --nip05 NAME@DOMAIN");
        }
        Nip05 name = name(contact.nip05().get());
        Domains.Said said = ask(name);
        switch (said.about(contact.npub())) {
            case SAYS_SO -> root.tell("the domain says: " + name + " is this key");
            case SAYS_NOTHING -> root.tell("the domain says nothing of " + name + " any more");
            case ALARM ->
                throw new Failure(
                        Exit.REFUSED,
                        "ALARM: the domain now says that " + name + " is another key, "
                                + Nip19.npub(said.npub().orElseThrow())
                                + ". The contact keeps the key it has; ask the person, not by this channel");
        }
        return said.about(contact.npub()) == Domains.Verdict.SAYS_SO ? name.toString() : "";
    }

    @Command(name = "remove", description = "Forget a contact.")
    int remove(
            @Parameters(paramLabel = WHO) String who,
            @Option(names = "--as", paramLabel = "NPUB|LABEL", description = "Of which identity; else the first.")
                    String as)
            throws Failure {
        try (Keys keys = root.keys()) {
            Identity me = keys.pick(as);
            Contact contact = People.contact(keys, me.npub(), who);
            keys.remove(me.npub(), contact.npub());
            root.print(
                    Json.object("npub", Nip19.npub(contact.npub()), "removed", true),
                    "removed " + People.shown(contact));
        }
        return 0;
    }

    @Command(name = "block", description = "Throw away what somebody sends, from now on.")
    int block(
            @Parameters(paramLabel = WHO) String who,
            @Option(names = "--undo", description = "Take their messages again.") boolean undo,
            @Option(names = "--as", paramLabel = "NPUB|LABEL", description = "For which identity; else the first.")
                    String as)
            throws Failure {
        try (Keys keys = root.keys()) {
            Identity me = keys.pick(as);
            Contact old = People.contact(keys, me.npub(), who);
            Contact changed = new Contact(
                    old.npub(), old.petname(), old.relays(), old.nip05(), old.verified(), !undo, old.addedAt());
            keys.put(me.npub(), changed);
            root.print(json(changed), (undo ? "no longer blocked: " : "blocked: ") + People.shown(changed));
        }
        return 0;
    }

    private Pointer.Profile askFor(Nip05 name) throws Failure {
        Domains.Said said = ask(name);
        if (said.npub().isEmpty()) {
            throw new Failure(Exit.BAD_DATA, "the domain does not know " + name);
        }
        Pointer.Profile person = person(Nip19.npub(said.npub().get()));
        root.tell("the domain says: " + name + " is " + Nip19.npub(person.npub()));
        return new Pointer.Profile(person.npub(), said.relays());
    }

    private Domains.Said ask(Nip05 name) throws Failure {
        try {
            return (domains == null ? new HttpsDomains() : domains).ask(name);
        } catch (IOException e) {
            throw new Failure(Exit.TRY_AGAIN, "the domain gave no answer: " + e.getMessage());
        }
    }

    private static Pointer.Profile person(String who) throws Failure {
        try {
            return Nip19.person(who, new BouncyCastleCurve());
        } catch (IdentityException e) {
            throw Failure.of(e);
        }
    }

    private static Nip05 name(String text) throws Failure {
        try {
            return Nip05.parse(text);
        } catch (IdentityException e) {
            throw Failure.of(e);
        }
    }

    private static Contact verified(Contact old) {
        return new Contact(old.npub(), old.petname(), old.relays(), old.nip05(), true, old.blocked(), old.addedAt());
    }

    private static String shellWord(Contact contact) {
        return contact.petname().filter(name -> name.matches("[A-Za-z0-9._-]+")).orElse(Nip19.npub(contact.npub()));
    }

    private static Map<String, Object> json(Contact contact) {
        return Json.object(
                "npub", Nip19.npub(contact.npub()),
                "petname", contact.petname().orElse(null),
                "relays", contact.relays().stream().map(RelayUrl::toString).toList(),
                "nip05", contact.nip05().orElse(null),
                "verified", contact.verified(),
                "blocked", contact.blocked(),
                "added_at", contact.addedAt());
    }
}
