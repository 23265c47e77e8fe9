// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.throng.home.Home;

/** Bundles as files: those that the distribution has in {@code plugins/}, and those in a home's {@code deploy/}. */
final class Plugins {
    private static final String ENDING = ".jar";

    private final Path plugins;
    private final Home home;

    /** @param distribution its folder */
    Plugins(Path distribution, Home home) {
        plugins = distribution.resolve("plugins");
        this.home = home;
    }

    /**
     * A bundle of the distribution that no role has by itself.
     *
     * @param name of its file, without the ending
     * @param bundle its symbolic name
     * @param description empty where it has none
     */
    record Offer(String name, String bundle, String version, String description, Path jar) {}

    /** By name. */
    Map<String, Offer> offers() throws Failure {
        Map<String, Offer> offers = new TreeMap<>();
        for (String name : names(plugins)) {
            offers.put(name, offer(name));
        }
        return offers;
    }

    /** @throws Failure where there is none of that name; it lists those that there are */
    Offer offered(String name) throws Failure {
        Map<String, Offer> offers = offers();
        Offer offer = offers.get(name);
        if (offer == null) {
            throw unknown(
                    "the distribution has no plugin '" + name + "'",
                    offers.keySet().stream().toList());
        }
        return offer;
    }

    private Offer offer(String name) throws Failure {
        Path jar = plugins.resolve(name + ENDING);
        try (JarFile file = new JarFile(jar.toFile())) {
            Attributes headers = file.getManifest().getMainAttributes();
            String description = headers.getValue("Bundle-Description");
            return new Offer(
                    name,
                    headers.getValue("Bundle-SymbolicName"),
                    headers.getValue("Bundle-Version"),
                    description == null ? "" : description,
                    jar);
        } catch (IOException e) {
            throw Failure.reading(jar, e);
        }
    }

    boolean isAdded(String name) {
        return Files.exists(deployed(name));
    }

    /** Puts it, whole at every moment, into {@code deploy/}, in place of an earlier one. */
    void add(Offer offer) throws Failure {
        Path to = deployed(offer.name());
        try {
            home.lay();
            Files.deleteIfExists(refusal(offer.name())); // of an earlier one
            Path part = home.deploy().resolve(offer.name() + ".part");
            Files.copy(offer.jar(), part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Failure.writing(to, e);
        }
    }

    /** Whether the node that runs has started this very file, and all that is in it: it keeps a copy of what runs. */
    boolean isStarted(Offer offer) throws Failure {
        Path copy = copy(offer.name());
        try {
            return Files.exists(copy) && Files.mismatch(copy, offer.jar()) < 0;
        } catch (NoSuchFileException e) {
            return false; // another one takes its place
        } catch (IOException e) {
            throw Failure.reading(copy, e);
        }
    }

    /** Whether the node that runs has stopped it. */
    boolean isStopped(String name) {
        return Files.notExists(copy(name));
    }

    /** Why the node set it aside; empty where it did not. */
    String refused(String name) throws Failure {
        Path reason = refusal(name);
        try {
            return Files.exists(reason) ? Files.readString(reason).strip() : "";
        } catch (IOException e) {
            throw Failure.reading(reason, e);
        }
    }

    /**
     * Takes a jar out of {@code deploy/}, wherever it came from.
     *
     * @throws Failure where there is none of that name; it lists those that there are
     */
    void remove(String name) throws Failure {
        List<String> there = names(home.deploy());
        if (!there.contains(name)) {
            throw unknown("there is no '" + name + ENDING + "' in " + home.deploy(), there);
        }
        try {
            Files.delete(deployed(name));
        } catch (IOException e) {
            throw Failure.writing(deployed(name), e);
        }
    }

    private static Failure unknown(String what, List<String> names) {
        return new Failure(
                Exit.BAD_DATA,
                what + "; " + (names.isEmpty() ? "there is none" : "there is: " + String.join(", ", names)));
    }

    private static List<String> names(Path folder) throws Failure {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*" + ENDING)) {
            Map<String, Path> names = new TreeMap<>();
            for (Path jar : jars) {
                String file = jar.getFileName().toString();
                names.put(file.substring(0, file.length() - ENDING.length()), jar);
            }
            return List.copyOf(names.keySet());
        } catch (IOException e) {
            throw Failure.reading(folder, e);
        }
    }

    private Path deployed(String name) {
        return home.deploy().resolve(name + ENDING);
    }

    private Path copy(String name) {
        return home.cache().resolve("deploy").resolve(name + ENDING);
    }

    private Path refusal(String name) {
        return home.deploy().resolve("refused").resolve(name + ENDING + ".reason.txt");
    }
}
