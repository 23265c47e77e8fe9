// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.store.Store;
import org.throng.store.StoreException;
import org.throng.store.Stores;

/** The storage variant that runs everywhere Java does. */
@Component(
        service = Stores.class,
        immediate = true,
        configurationPid = "org.throng.store.derby",
        property = {"name=derby", "service.ranking:Integer=0"})
@Designate(ocd = DerbyStores.Settings.class)
public final class DerbyStores implements Stores {
    private static final Logger LOG = LoggerFactory.getLogger(DerbyStores.class);

    private final int cachedPages;
    private final long reserve;
    private Thread boot;

    /** The settings of this bundle. */
    @ObjectClassDefinition(id = "org.throng.store.derby", name = "Storage by Derby")
    @interface Settings {
        @AttributeDefinition(
                name = "Cached pages",
                description = "Pages of 4 KiB that each open store keeps in memory. 2,000 are 8 MB, which holds the"
                        + " upper levels of every index; more helps a relay with many readers.",
                min = "100",
                max = "1000000")
        int cached_pages() default 2_000;

        @AttributeDefinition(
                name = "Disk reserve in MiB",
                description = "With less left on the disk nothing is written, and what is stored can still be read."
                        + " Without a reserve Derby closes the database when its log cannot grow.",
                min = "8",
                max = "1000000")
        int reserve_mib() default 64;
    }

    /** Where a store is to be opened soon, loads the engine, a third of what that takes, while other bundles start. */
    @Activate
    public DerbyStores(BundleContext context, Settings settings) {
        this(settings.cached_pages(), (long) settings.reserve_mib() << 20);
        Path home = Path.of(context.getProperty("throng.home"), "data");
        if (Files.isDirectory(home.resolve("mail/derby")) || Files.isDirectory(home.resolve("relay/derby"))) {
            boot = new Thread(() -> boot(home), "throng-store-derby-boot");
            boot.setDaemon(true);
            boot.start();
        }
    }

    private void boot(Path home) {
        try {
            Engine.boot(home, cachedPages);
        } catch (SQLException e) {
            LOG.error("Derby does not start: {}", e.getMessage(), e);
        }
    }

    @Deactivate
    void stop() throws InterruptedException, SQLException {
        if (boot != null) {
            boot.join();
            Engine.release();
        }
    }

    /**
     * @param cachedPages of 4 KiB, for each store
     * @param reserve bytes that the disk must have left for a commit to begin
     */
    public DerbyStores(int cachedPages, long reserve) {
        this.cachedPages = cachedPages;
        this.reserve = reserve;
    }

    @Override
    public String name() {
        return "derby";
    }

    @Override
    public Store open(Path folder) throws StoreException {
        return new DerbyStore(Database.open(folder, cachedPages), reserve);
    }
}
