// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** What stands in front of a relay of the world: it ends TLS, under a certificate of its own, and passes on the rest. */
final class TlsFront implements Closeable {
    private static final String PASSWORD = "changeit";

    private final SSLServerSocket server;
    private final int behind;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final Queue<Long> sessions = new ConcurrentLinkedQueue<>();

    /** @param host of the certificate, {@code ip:127.0.0.1} or {@code dns:relay.example} */
    TlsFront(Path folder, String host, String relayUrl) throws Exception {
        behind = URI.create(relayUrl).getPort();
        Path keys = keys(folder, host);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(load(keys), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    String url() {
        return "wss://127.0.0.1:" + server.getLocalPort();
    }

    /** When each session was made, UNIX ms, in the order of the connections; one that goes on keeps its time. */
    List<Long> sessions() {
        return List.copyOf(sessions);
    }

    /** The options of a Java that trusts this certificate, and no other. */
    static String trusting(Path folder) {
        return "-Djavax.net.ssl.trustStore=" + folder.resolve("front.p12") + " -Djavax.net.ssl.trustStorePassword="
                + PASSWORD;
    }

    private static Path keys(Path folder, String host) throws IOException, InterruptedException {
        Path keys = folder.resolve("front.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "front",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=front",
                        "-ext",
                        "san=" + host,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new AssertionError("keytool: " + said);
        }
        return keys;
    }

    private static KeyStore load(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(keys)) {
            store.load(bytes, PASSWORD.toCharArray());
        }
        return store;
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket outside = (SSLSocket) server.accept();
                outside.addHandshakeCompletedListener(
                        shaken -> sessions.add(shaken.getSession().getCreationTime()));
                Socket inside = new Socket(InetAddress.getLoopbackAddress(), behind);
                open.add(outside);
                open.add(inside);
                daemon(() -> pass(outside, inside));
                daemon(() -> pass(inside, outside));
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of the two left, or would not shake hands
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tls front");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
