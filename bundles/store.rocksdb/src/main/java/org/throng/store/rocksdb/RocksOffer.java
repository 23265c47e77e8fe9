// SPDX-License-Identifier: MIT
package org.throng.store.rocksdb;

import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.rocksdb.RocksDB;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.store.Stores;

/** Offers RocksDB to the node where its native library loads; says why not where it does not. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.throng.store.rocksdb")
@Designate(ocd = RocksOffer.Settings.class)
public final class RocksOffer {
    private static final Logger LOG = LoggerFactory.getLogger(RocksOffer.class);
    private static final int RANKING = 100;

    private RocksStores stores;
    private ServiceRegistration<Stores> registration;

    /** The settings of this bundle. */
    @ObjectClassDefinition(id = "org.throng.store.rocksdb", name = "Storage by RocksDB")
    @interface Settings {
        @AttributeDefinition(
                name = "Cache in MiB",
                description =
                        "What all open stores together keep of their files in memory; what waits to be written counts too."
                                + " More helps a relay with many readers.",
                min = "8",
                max = "1000000")
        int cache_mib() default 64;

        @AttributeDefinition(
                name = "Disk reserve in MiB",
                description = "With less left on the disk nothing is written, and what is stored can still be read.",
                min = "8",
                max = "1000000")
        int reserve_mib() default 64;
    }

    @Activate
    public RocksOffer(BundleContext context, Settings settings) {
        try {
            RocksDB.loadLibrary();
        } catch (LinkageError | RuntimeException e) {
            LOG.info("RocksDB has no library for this machine; another store is used: {}", e.getMessage());
            return;
        }
        stores = new RocksStores((long) settings.cache_mib() << 20, (long) settings.reserve_mib() << 20);
        registration = context.registerService(
                Stores.class,
                stores,
                FrameworkUtil.asDictionary(Map.of("name", stores.name(), Constants.SERVICE_RANKING, RANKING)));
    }

    @Deactivate
    void stop() {
        if (registration != null) {
            registration.unregister(); // whoever has a store open closes it now
            stores.close();
        }
    }
}
