// SPDX-License-Identifier: MIT
package org.throng.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.MetaTypeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Configuration Admin in step with the layers: defaults &lt; feature &lt; etc &lt; environment &lt; command line.
 *
 * <p>Looks at {@code etc/} twice a second and after each bundle that comes or goes. A file that is changed, added or
 * deleted is applied live; with its deletion the feature's values are back. A wrong value is named in the log once,
 * as long as it stays wrong, and left out; the rest of its file counts.
 *
 * <p>Threads: one of its own; nothing else calls in.
 */
@Component(
        immediate = true,
        service = {})
public final class LayeredConfiguration implements SynchronousBundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(LayeredConfiguration.class);
    private static final long POLL_MILLIS = 500;
    private static final long QUIET_MILLIS = 300;

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final MetaTypeService metatype;
    private final Map<String, String> feature;
    private final Map<String, String> environment;
    private final Map<String, String> commandLine;
    private final Path folder;
    private final Thread watcher;
    private final Object changed = new Object();
    private boolean bundlesChanged;
    private volatile boolean stopped;

    private Map<Path, String> seen = Map.of();
    private final Map<String, Map<String, Object>> applied = new HashMap<>();
    private final Set<String> complaints = new HashSet<>();
    private Set<String> saidBefore = Set.of();

    /** Settings of no bundle at the last look: one that is being replaced is back at the next. */
    private final Set<String> unknown = new HashSet<>();

    private boolean lookAgain;

    @Activate
    public LayeredConfiguration(
            BundleContext context, @Reference ConfigurationAdmin admin, @Reference MetaTypeService metatype)
            throws IOException {
        this.context = context;
        this.admin = admin;
        this.metatype = metatype;
        this.feature = layer(context, "feature");
        this.environment = layer(context, "environment");
        this.commandLine = layer(context, "command-line");
        this.folder = Path.of(context.getProperty("throng.home"), "etc");
        rememberWhatIsThere();
        context.addBundleListener(this);
        apply(); // before the components start that read it
        watcher = new Thread(this::watch, "throng-config");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** A layer that the launcher registered before the first bundle started. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // the launcher's maps are of strings
    private static Map<String, String> layer(BundleContext context, String name) {
        try {
            Collection<ServiceReference<Map>> found =
                    context.getServiceReferences(Map.class, "(throng.layer=" + name + ")");
            return found.isEmpty()
                    ? Map.of()
                    : context.getService(found.iterator().next());
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the filter is right", e);
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        stopped = true;
        context.removeBundleListener(this);
        synchronized (changed) {
            changed.notifyAll();
        }
        watcher.join();
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.RESOLVED || event.getType() == BundleEvent.UNINSTALLED) {
            synchronized (changed) {
                bundlesChanged = true;
                changed.notifyAll();
            }
        }
    }

    private void watch() {
        while (!stopped) {
            try {
                boolean again;
                synchronized (changed) {
                    if (!bundlesChanged && !stopped) {
                        changed.wait(POLL_MILLIS);
                    }
                    again = bundlesChanged;
                    bundlesChanged = false;
                    if (again && !stopped) {
                        changed.wait(QUIET_MILLIS); // others of the same start are on their way
                        bundlesChanged = false;
                    }
                }
                if (!stopped
                        && (again || lookAgain || !SettingsFile.stamps(folder).equals(seen))) {
                    apply();
                }
            } catch (IOException e) {
                unreadable(e);
            } catch (RuntimeException e) {
                // Felix throws where a bundle is updated while its entries are read: then the next look is well
                if (lookAgain) {
                    unreadable(e);
                } else {
                    LOG.debug("The settings are looked at again", e);
                    lookAgain = true;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void unreadable(Exception e) {
        String complaint = "the settings of " + folder + " cannot be applied: " + e.getMessage();
        lookAgain = true; // a disk that is full now may have room later
        if (!stopped && complaints.add(complaint) && !saidBefore.contains(complaint)) {
            LOG.warn("{}", complaint);
        }
    }

    /** What this bundle applied before it was stopped: what stays the same disturbs nobody. */
    private void rememberWhatIsThere() throws IOException {
        for (Configuration configuration : list()) {
            Map<String, Object> values = new HashMap<>();
            Dictionary<String, Object> properties = configuration.getProperties();
            for (String key : Collections.list(properties.keys())) {
                if (!key.startsWith("service.") && !key.startsWith("felix.")) {
                    values.put(key, properties.get(key));
                }
            }
            applied.put(configuration.getPid(), comparable(values));
        }
    }

    private static Map<String, Object> comparable(Map<String, Object> values) {
        Map<String, Object> comparable = new HashMap<>();
        values.forEach((key, value) -> comparable.put(key, value instanceof String[] words ? List.of(words) : value));
        return comparable;
    }

    private Configuration[] list() throws IOException {
        try {
            Configuration[] all = admin.listConfigurations(null);
            return all == null ? new Configuration[0] : all;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter was given", e);
        }
    }

    private void apply() throws IOException {
        saidBefore = Set.copyOf(complaints);
        complaints.clear();
        lookAgain = false;
        seen = SettingsFile.stamps(folder);
        Declared declared = Declared.in(context.getBundles(), metatype);
        Layers layers = Layers.none().over("the feature", feature);
        for (Path file : seen.keySet()) {
            try {
                layers.over(file.toString(), SettingsFile.pid(file), SettingsFile.read(file));
            } catch (IOException e) {
                complain(file + " is not applied: " + e.getMessage());
            }
        }
        Set<String> pids = new TreeSet<>(layers.settings().keySet());
        declared.pids().forEach(pids::add);
        for (String pid : pids) {
            layers.overEnvironment(environment, pid, declared.keys(pid));
        }
        layers.over("the command line", commandLine);

        unknown.retainAll(layers.settings().keySet());
        unknown.removeIf(declared::knows);
        Set<String> gone = new HashSet<>(applied.keySet());
        for (Map.Entry<String, Map<String, List<Layers.Value>>> entry :
                layers.settings().entrySet()) {
            String pid = entry.getKey();
            if (!declared.knows(pid)) {
                boolean fromFile = entry.getValue().values().stream()
                        .flatMap(List::stream)
                        .anyMatch(value -> value.origin().startsWith(folder.toString()));
                if (fromFile && unknown.add(pid)) {
                    lookAgain = true;
                } else if (fromFile) {
                    complain(folder.resolve(pid + ".cfg") + ": no bundle here has settings named " + pid
                            + "; it is applied when one comes");
                }
                continue;
            }
            gone.remove(pid);
            put(pid, declared.check(pid, entry.getValue(), this::complain));
        }
        for (String pid : gone) {
            configuration(pid).delete();
            applied.remove(pid);
            LOG.info("{} is back to its defaults", pid);
        }
    }

    private void put(String pid, Map<String, Object> values) throws IOException {
        Map<String, Object> comparable = comparable(values);
        if (!comparable.equals(applied.get(pid))) {
            configuration(pid).update(FrameworkUtil.asDictionary(values));
            applied.put(pid, comparable);
            LOG.info("{} has settings {}", pid, comparable.keySet());
        }
    }

    private Configuration configuration(String pid) throws IOException {
        int tilde = pid.indexOf('~');
        return tilde < 0
                ? admin.getConfiguration(pid, "?")
                : admin.getFactoryConfiguration(pid.substring(0, tilde), pid.substring(tilde + 1), "?");
    }

    /** Names what is wrong as long as it is, and logs it once. */
    private void complain(String complaint) {
        complaints.add(complaint);
        if (!saidBefore.contains(complaint)) {
            LOG.warn("{}", complaint);
        }
    }
}
