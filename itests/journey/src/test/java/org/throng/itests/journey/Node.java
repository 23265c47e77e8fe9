// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.throng.identity.IdentityException;
import org.throng.identity.Nip19;
import org.throng.identity.keyfile.KeyfileIdentities;
import org.throng.itests.contracts.QuickVault;
import org.throng.itests.mail.Person;

/**
 * A home folder, and the processes of the real distribution that use it: a role that runs in it, and the command line.
 * Everything goes over real sockets and disks.
 */
final class Node implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    static final Path DISTRIBUTION =
            Path.of(System.getProperty("throng.distribution")).toAbsolutePath().normalize();

    /** The variable with options of Java for all that is started; empty: just the launcher's own. */
    static final String OPTIONS = "THRONG_JAVA_OPTIONS";

    /** Most nodes of tests end before compiling what they run had paid: the first compiler only, and later. */
    private static final String JIT = System.getProperty(
            "journey.jit",
            "-XX:TieredStopAtLevel=1 -XX:Tier3InvocationThreshold=1000 -XX:Tier3MinInvocationThreshold=500"
                    + " -XX:Tier3CompileThreshold=4000");

    private static final Duration LONG = Duration.ofSeconds(40);

    private final Path home;
    private final Path passphrase;
    private final Map<String, String> variables = new HashMap<>();
    private Process process;
    private CompletableFuture<String> errors;
    private String readyLine = "";
    private long readyMillis;

    private Node(Path home, Path passphrase) {
        this.home = home;
        this.passphrase = passphrase;
    }

    /** What a command said. */
    record Said(int code, String out, String err) {
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }

        List<JsonNode> lines() throws IOException {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : out.split("\n")) {
                if (!line.isBlank()) {
                    lines.add(JSON.readTree(line));
                }
            }
            return lines;
        }
    }

    /** A home below a test's folder, with a vault that opens quickly and nothing else. */
    static Node at(Path folder, String name) throws IOException {
        Node node = bare(folder, name);
        QuickVault.write(node.home, "correct horse " + name);
        return node;
    }

    /** A home below a test's folder that is not there yet. */
    static Node bare(Path folder, String name) throws IOException {
        Path home = folder.resolve(name);
        Path passphrase = folder.resolve(name + ".passphrase");
        Files.createFile(
                passphrase, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passphrase, "correct horse " + name + "\n");
        return new Node(home, passphrase);
    }

    Path home() {
        return home;
    }

    Path passphraseFile() {
        return passphrase;
    }

    /** A new identity, as {@code id new} makes it; where no node runs, without a process. Its npub. */
    String newIdentity(String label) throws IOException {
        if (isAlive()) {
            Said said = ok("id", "new", "--label", label, "--json", "--passphrase-file", passphrase.toString());
            return said.json().get("npub").asText();
        }
        try {
            KeyfileIdentities identities = new KeyfileIdentities(
                    home.resolve("data/identity"), Person.CURVE, new SecureRandom(), Clock.systemUTC());
            char[] words = Files.readString(passphrase).strip().toCharArray();
            if (identities.exists()) {
                identities.unlock(words);
            } else {
                identities.create(words);
            }
            return Nip19.npub(identities.generate(label).npub());
        } catch (IdentityException e) {
            throw new IOException(e);
        }
    }

    /** What Java itself says at a start, and nobody can silence. */
    private static final String INCUBATOR = "WARNING: Using incubator modules: jdk.incubator.vector\n";

    /** Starts a role on free ports and waits until it is ready. */
    Node start(String role, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                role,
                "--home",
                home.toString(),
                "--port",
                "0",
                "--api-port",
                "0",
                "--passphrase-file",
                passphrase.toString()));
        words.addAll(Arrays.asList(more));
        return launch(words);
    }

    /** Starts a role with these options alone, and waits until it is ready. */
    Node startBare(String role, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(role, "--home", home.toString()));
        words.addAll(Arrays.asList(more));
        return launch(words);
    }

    private Node launch(List<String> words) throws IOException, InterruptedException {
        long began = System.nanoTime();
        process = builder(words).start();
        Process started = process;
        errors = Tool.beside(() -> read(started.getErrorStream()).replace(INCUBATOR, ""));
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        readyLine = out.readLine();
        readyMillis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        if (readyLine == null || !readyLine.startsWith("ready")) {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
            }
            throw new AssertionError(words.get(0) + " did not become ready; it said '" + readyLine + "' and on stderr: "
                    + errors.join() + "\n" + log());
        }
        return this;
    }

    /** A variable in the environment of all that is started from now on. */
    Node with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    long readyMillis() {
        return readyMillis;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** An address of the ready line, such as {@code relay}. */
    String address(String name) {
        for (String word : readyLine.split(" ")) {
            if (word.startsWith(name + "=")) {
                return word.substring(name.length() + 1);
            }
        }
        throw new AssertionError("no address of " + name + " in '" + readyLine + "'");
    }

    String relayUrl() {
        return address("relay");
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        end(true);
    }

    /** SIGTERM, and what it said on stderr in its life. */
    String stop() throws IOException, InterruptedException {
        if (process == null) {
            return "";
        }
        end(false);
        if (!process.waitFor(8, TimeUnit.SECONDS)) {
            end(true);
            throw new AssertionError("the node did not stop within 8 s\n" + log());
        }
        String said = errors.join();
        process = null;
        return said;
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            end(false);
            if (!process.waitFor(8, TimeUnit.SECONDS)) {
                end(true);
            }
        }
    }

    /** Through its handle: Process.destroy would close the pipes under those who read them. */
    private void end(boolean now) throws InterruptedException {
        if (now) {
            process.toHandle().destroyForcibly();
            process.waitFor();
        } else {
            process.toHandle().destroy();
        }
    }

    /** A command on this home. */
    Said run(String... words) throws IOException {
        return runWith("", words);
    }

    Said runWith(String input, String... words) throws IOException {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.add("--home");
        all.add(home.toString());
        Process command = builder(all).start();
        CompletableFuture<String> err = Tool.beside(() -> read(command.getErrorStream()));
        CompletableFuture<String> out = Tool.beside(() -> read(command.getInputStream()));
        try (var in = command.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("Broken pipe")) {
                throw e;
            }
        }
        try {
            if (!command.waitFor(120, TimeUnit.SECONDS)) {
                command.destroyForcibly();
                throw new AssertionError("'throng " + String.join(" ", words) + "' did not end within 120 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return new Said(command.exitValue(), out.join(), err.join());
    }

    /** A command that must succeed. */
    Said ok(String... words) throws IOException {
        Said said = run(words);
        if (said.code() != 0) {
            throw new AssertionError("'throng " + String.join(" ", words) + "' ended with " + said.code() + ": "
                    + said.err() + said.out() + "\n" + log());
        }
        return said;
    }

    /** Sends a text to an npub, without a process; the message's id. */
    String send(String to, String text) throws IOException {
        ObjectNode message = JSON.createObjectNode().put("to", to).put("text", text);
        return call("POST", "/messages", message).get("id").asText();
    }

    List<JsonNode> inbox() throws IOException {
        return ok("inbox", "--json").lines();
    }

    /** A letter, as {@code show} gives it. */
    JsonNode message(String id) throws IOException {
        return ask("/messages/" + id);
    }

    /** Waits for a letter that fits. */
    JsonNode awaitLetter(String what, Predicate<JsonNode> wanted) throws Exception {
        return await(
                what + " in the inbox of " + home,
                LONG,
                () -> letters().stream().filter(wanted).findFirst().orElse(null));
    }

    /** What {@code inbox} lists, without a process: most tests look more often than that they care how. */
    private List<JsonNode> letters() throws IOException {
        List<JsonNode> letters = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page = ask("/messages?limit=200&box=inbox" + after);
            page.get("messages").forEach(letters::add);
            if (!page.hasNonNull("next")) {
                return letters;
            }
            after = "&after=" + page.get("next").asText();
        }
    }

    JsonNode awaitText(String text) throws Exception {
        return awaitLetter(
                "a text of " + text.length() + " characters",
                letter -> letter.get("text").asText().equals(text));
    }

    /** Waits until a message of ours has one of these states. */
    JsonNode awaitState(String id, String... states) throws Exception {
        return await("state " + Arrays.toString(states) + " of " + id, LONG, () -> {
            JsonNode message = message(id);
            return Arrays.asList(states).contains(message.get("state").asText()) ? message : null;
        });
    }

    /** What the local API of the running node answers, which is what the command line prints. */
    JsonNode ask(String path) throws IOException {
        return call("GET", path, null);
    }

    private JsonNode call(String method, String path, JsonNode body) throws IOException {
        int port =
                JSON.readTree(home.resolve("run/api.json").toFile()).get("port").asInt();
        URL url = new URL("http://127.0.0.1:" + port + "/api/v1" + path);
        HttpURLConnection call = (HttpURLConnection) url.openConnection();
        call.setConnectTimeout(5_000);
        call.setReadTimeout(20_000);
        call.setRequestMethod(method);
        call.setRequestProperty(
                "Authorization",
                "Bearer " + Files.readString(home.resolve("run/token")).trim());
        if (body != null) {
            call.setDoOutput(true);
            call.setRequestProperty("Content-Type", "application/json");
            call.getOutputStream().write(JSON.writeValueAsBytes(body));
        }
        return JSON.readTree(read(call.getInputStream()));
    }

    /** Looks four times a second, for a look may be a process. */
    static <T> T await(String what, Duration limit, Callable<T> look) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        T found = look.call();
        while (found == null) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never came within " + limit.toSeconds() + " s: " + what);
            }
            Thread.sleep(250);
            found = look.call();
        }
        return found;
    }

    String log() throws IOException {
        Path file = home.resolve("logs/node.log");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private ProcessBuilder builder(List<String> words) {
        List<String> command =
                new ArrayList<>(List.of("sh", DISTRIBUTION.resolve("bin/throng").toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.remove("THRONG_HOME");
        environment.put(OPTIONS, JIT);
        environment.putAll(variables);
        String java = System.getenv("JOURNEY_JAVA_HOME");
        if (java != null && !java.isEmpty()) {
            environment.put("JAVA_HOME", java);
        }
        return builder;
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
