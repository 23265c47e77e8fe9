// SPDX-License-Identifier: MIT
package org.throng.itests.benchmarks.relay;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Passes connections on to a port of this machine and counts what the other side says: bytes as they are on the wire. */
final class CountingProxy implements Closeable {
    private final ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final int target;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();

    CountingProxy(int target) throws IOException {
        this.target = target;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Bytes that the other side said. */
    long received() {
        return received.get();
    }

    /** Bytes that the clients said. */
    long sent() {
        return sent.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket relay = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                relay.setTcpNoDelay(true);
                daemon(() -> pass(client, relay, sent));
                daemon(() -> pass(relay, client, received));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private static void pass(Socket from, Socket to, AtomicLong count) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count.addAndGet(read);
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            return; // one side is gone
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
