// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the relay's store lies, with the files that ledgers keep beside it, and how another takes its place so that a crash at any moment leaves the old one or the new one:
 *
 * <pre>
 * restoring.relay   a store that is being filled; worth nothing
 * restored.relay    a whole one: it is to take the place of relay
 * replaced.relay    the one that it took the place of; worth nothing
 * </pre>
 *
 * <p>Files beside the store, which have a dot in their names, stay where they are: a ledger that signs must know what it has signed,
 * whatever store it finds.
 *
 * <p>The words stand in front: Derby takes a folder whose name begins with the one of another store's for a part of that.
 */
final class RelayFolder {
    private final Path place;
    private final Path restoring;
    private final Path restored;
    private final Path replaced;

    /** @param place of the store, open or not */
    RelayFolder(Path place) {
        this.place = place;
        restoring = place.resolveSibling("restoring." + place.getFileName());
        restored = place.resolveSibling("restored." + place.getFileName());
        replaced = place.resolveSibling("replaced." + place.getFileName());
    }

    Path place() {
        return place;
    }

    /** A folder for a new store; what a restore that was cut off left there is gone. */
    Path fresh() throws IOException {
        discard();
        return restoring;
    }

    void discard() throws IOException {
        delete(restoring);
    }

    /** The new store is whole and closed, and so is the old one. */
    void complete() throws IOException {
        for (Path file : beside()) {
            Files.copy(
                    file,
                    restoring.resolve(file.getFileName()),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(restoring, restored, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<Path> beside() throws IOException {
        if (!Files.exists(place)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(place)) {
            return all.filter(file -> file.getFileName().toString().contains(".") && Files.isRegularFile(file))
                    .toList();
        }
    }

    /** Finishes what was begun, before the store in its place is opened. */
    void settle() throws IOException {
        if (Files.exists(restored)) {
            delete(replaced);
            if (Files.exists(place)) {
                Files.move(place, replaced, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(restored, place, StandardCopyOption.ATOMIC_MOVE);
        }
        delete(replaced);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> all = Files.walk(folder)) {
            inside = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inside) {
            Files.delete(path);
        }
    }
}
