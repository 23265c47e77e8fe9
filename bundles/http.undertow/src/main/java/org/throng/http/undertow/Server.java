// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.throng.http.Endpoint;
import org.throng.http.Listener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** One open port with its threads: one for the wire, a few for the endpoints. */
public final class Server implements Listener, AutoCloseable {
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int POOLED_BUFFERS = 64;
    private static final int BACKLOG = 512;
    private static final int MAX_HEADERS = 64;
    private static final int MAX_PARAMETERS = 64;
    private static final long TICK_MILLIS = 1_000;
    private static final long GOODBYE_MILLIS = 700;
    private static final long END_MILLIS = 1_000;

    private final String name;
    private final Sessions sessions;
    private final DefaultByteBufferPool buffers = new DefaultByteBufferPool(true, BUFFER_BYTES, POOLED_BUFFERS, 2);
    private final Admission admission;
    private final XnioWorker worker;
    private final AcceptingChannel<StreamConnection> port;

    /**
     * Opens the port.
     *
     * @param address port 0 for any
     * @param threads worker threads at most
     * @param proxies whose X-Forwarded-For is believed
     * @throws IOException where the port is in use or not ours to open
     */
    public Server(
            String name,
            InetSocketAddress address,
            int threads,
            Limits limits,
            Set<InetAddress> proxies,
            Supplier<List<Endpoint>> endpoints)
            throws IOException {
        this.name = name;
        sessions = new Sessions(limits);
        HttpOpenListener http = new HttpOpenListener(buffers, options(limits));
        http.setRootHandler(new Router(name, endpoints, proxies, sessions));
        admission = new Admission(limits, proxies, http);
        worker = Xnio.getInstance(Server.class.getClassLoader())
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_NAME, "http-" + name)
                        .set(Options.WORKER_IO_THREADS, 1)
                        .set(Options.WORKER_TASK_CORE_THREADS, Math.min(2, threads))
                        .set(Options.WORKER_TASK_MAX_THREADS, threads)
                        .set(Options.THREAD_DAEMON, true)
                        .getMap());
        try {
            port = worker.createStreamConnectionServer(
                    address,
                    ChannelListeners.openListenerAdapter(admission),
                    OptionMap.builder()
                            .set(Options.TCP_NODELAY, true)
                            .set(Options.REUSE_ADDRESSES, true)
                            .set(Options.BACKLOG, BACKLOG)
                            .getMap());
        } catch (IOException e) {
            worker.shutdownNow();
            buffers.close();
            throw e;
        }
        tickSoon();
        port.resumeAccepts();
    }

    private static OptionMap options(Limits limits) {
        int patience = Math.toIntExact(limits.patience().toMillis());
        return OptionMap.builder()
                .set(UndertowOptions.MAX_HEADER_SIZE, limits.headerBytes())
                .set(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
                .set(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
                .set(UndertowOptions.MAX_ENTITY_SIZE, limits.bodyBytes())
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, patience)
                .set(UndertowOptions.NO_REQUEST_TIMEOUT, patience)
                .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
                .set(UndertowOptions.ENABLE_HTTP2, false)
                .getMap();
    }

    private void tickSoon() {
        Io.runAfter(
                worker.getIoThread(),
                () -> {
                    try {
                        sessions.tick();
                    } finally {
                        tickSoon();
                    }
                },
                TICK_MILLIS);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InetSocketAddress address() {
        return port.getLocalAddress(InetSocketAddress.class);
    }

    @Override
    public int connections() {
        return admission.count();
    }

    /** Says goodbye to the clients, ends all threads; within two seconds. */
    @Override
    public void close() {
        IoUtils.safeClose(port);
        sessions.close();
        await(sessions::isEmpty, GOODBYE_MILLIS);
        sessions.abort();
        admission.closeAll();
        await(sessions::isEmpty, GOODBYE_MILLIS / 2);
        worker.shutdownNow();
        await(worker::isTerminated, END_MILLIS);
        sessions.drop();
        buffers.close();
    }

    private static void await(BooleanSupplier condition, long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = false;
        while (!condition.getAsBoolean() && System.nanoTime() < deadline && !interrupted) {
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
