// SPDX-License-Identifier: MIT
package org.throng.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The variants that are at hand now, for a component that is told which come and go.
 *
 * <p><b>Threads.</b> Any.
 */
public final class Variants {
    private static final String RANKING = "service.ranking";

    private final List<Variant> all = new ArrayList<>();

    private record Variant(Stores stores, int ranking) {}

    /** @param properties of the service */
    public synchronized void add(Stores stores, Map<String, ?> properties) {
        all.add(new Variant(stores, properties.get(RANKING) instanceof Integer ranking ? ranking : 0));
        all.sort(Comparator.comparingInt(Variant::ranking).reversed());
    }

    /** It goes; one that is not known is none. */
    public synchronized void remove(Stores stores) {
        all.removeIf(variant -> variant.stores() == stores);
    }

    /**
     * The variant to open a folder with, see {@link Stores#choose}.
     *
     * @param wanted a name, or empty for no wish
     * @throws StoreException where the one that has a store there is not at hand now, or the wanted one is another
     */
    public synchronized Stores choose(Path folder, String wanted) throws StoreException {
        return Stores.choose(all.stream().map(Variant::stores).toList(), folder, wanted);
    }
}
