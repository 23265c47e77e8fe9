// SPDX-License-Identifier: MIT
package org.throng.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens stores: the service of a storage variant.
 *
 * <p><b>Promises.</b> A store that was left by a crash opens again by itself, with all that was acknowledged. A folder
 * that another process has open is refused, not shared.
 *
 * <p><b>Threads.</b> Any.
 */
@ProviderType
public interface Stores {
    /** A short name for settings, logs and {@code throng doctor}, such as {@code derby}. */
    String name();

    /**
     * Opens the store in a folder, which is made (for its owner alone) where it is missing. All that lasts lies in a folder of the
     * variant's {@link #name} inside. The caller closes the store before the variant goes away.
     *
     * @throws StoreException where it is in use, damaged or not writable
     */
    Store open(Path folder) throws StoreException;

    /**
     * The variant to open a folder with: the one that has a store there, else the one that is wanted, else the best.
     *
     * @param best the best first
     * @param wanted a {@link #name}, or empty for no wish
     * @throws StoreException where a store of another variant than the wanted one lies there, or one that is not at hand now: a new
     *     and empty one beside it would look like a loss
     */
    static Stores choose(List<Stores> best, Path folder, String wanted) throws StoreException {
        Optional<String> held = held(folder);
        String name = held.orElse(wanted);
        if (!wanted.isEmpty() && !name.equals(wanted)) {
            throw new StoreException("the store in " + folder + " is one of '" + name + "' and not of '" + wanted
                    + "': export what is in it, move the folder away, and import it again");
        }
        return best.stream()
                .filter(stores -> name.isEmpty() || stores.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new StoreException(
                        "no bundle offers the store '" + name + "' for " + folder + " now; there are "
                                + best.stream().map(Stores::name).distinct().toList()));
    }

    private static Optional<String> held(Path folder) throws StoreException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("[a-z0-9]+"))
                    .findFirst();
        } catch (IOException e) {
            throw new StoreException("the folder " + folder + " could not be read", e);
        }
    }
}
