// SPDX-License-Identifier: MIT
package org.throng.management;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.home.Home;
import org.throng.identity.IdentityException;
import org.throng.identity.Nip19;
import org.throng.policy.Lists;
import org.throng.relay.Management;
import org.throng.relay.Moderation;

/** Answers calls of this relay's administrators; other settings are in force at once. */
@Component(service = Management.class, configurationPid = "org.throng.management")
@Designate(ocd = RelayManagement.Settings.class)
public final class RelayManagement implements Management {
    private static final Logger LOG = LoggerFactory.getLogger(RelayManagement.class);

    private final Curve curve;
    private final Authorization authorization;
    private final Methods methods;
    private volatile Set<PublicKey> admins = Set.of();

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Lists lists;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Moderation moderation;

    /** Who may manage the relay. */
    @ObjectClassDefinition(id = "org.throng.management", name = "Management of the relay")
    @interface Settings {
        @AttributeDefinition(
                name = "Administrators",
                description = "npubs or hex keys of those who may manage the relay over the network (NIP-86). None by"
                        + " default: whoever has such a key can ban everybody.")
        String[] admins() default {};
    }

    @Activate
    public RelayManagement(BundleContext context, @Reference Curve curve, Settings settings) throws IOException {
        this(new Home(Path.of(context.getProperty("throng.home"))), curve, Clock.systemUTC());
        apply(settings);
    }

    RelayManagement(Home home, Curve curve, InstantSource clock) throws IOException {
        this.curve = curve;
        authorization = new Authorization(curve, clock);
        methods = new Methods(
                () -> lists,
                () -> moderation,
                new LooksFile(home.data().resolve("management").resolve("looks.json")));
    }

    @Modified
    void apply(Settings settings) {
        admit(List.of(settings.admins()));
    }

    void admit(List<String> people) {
        Set<PublicKey> read = new HashSet<>();
        for (String person : people) {
            try {
                read.add(Nip19.person(person.strip(), curve).npub());
            } catch (IdentityException e) {
                LOG.warn("org.throng.management/admins: expected npubs or hex keys: {}; left out", e.getMessage());
            }
        }
        admins = Set.copyOf(read);
    }

    /** For a relay that is not found as a service. */
    void manage(Lists managed, Moderation relay) {
        lists = managed;
        moderation = relay;
    }

    @Override
    public boolean isOpen() {
        return !admins.isEmpty();
    }

    @Override
    public Looks looks() {
        return methods.looks();
    }

    @Override
    public Answer answer(Call call) {
        Optional<String> refusal = authorization.refusal(call, admins);
        if (refusal.isPresent()) {
            return answer(401, "error", refusal.get());
        }
        try {
            if (!(StrictJson.read(call.body()) instanceof Map<?, ?> members)
                    || !(members.get("method") instanceof String method)
                    || !((members.containsKey("params") ? members.get("params") : List.of())
                            instanceof List<?> params)) {
                throw new MalformedException("expected an object with a method and an array of params");
            }
            Object result = methods.call(method, params);
            LOG.info("An administrator called {}", method);
            return answer(200, "result", result);
        } catch (MalformedException | IOException e) {
            return answer(200, "error", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("A call of an administrator failed", e);
            return answer(200, "error", "the relay failed at this; its log says at what");
        }
    }

    private static Answer answer(int status, String name, Object value) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(name, value);
        return new Answer(status, StrictJson.write(json));
    }
}
