// SPDX-License-Identifier: MIT
package org.throng.transport.nostr;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Connections that say nothing of each other. A relay could else tie a header to its body, and both to the npub whose
 * profile came from the same node: by a cookie, by a TLS session that goes on, or by a connection that serves twice.
 */
final class Unlinked {
    /** Connections of a download: what is on its way while one document is worked on. */
    private static final int DOWNLOADS = 4;

    private static final long IDLE_MILLIS = 20_000;

    private Unlinked() {}

    /** Each request has a connection of its own. Not started yet. */
    static HttpClient client() throws GeneralSecurityException {
        HttpClientTransportOverHTTP transport = transport();
        transport.setConnectionPoolFactory(destination -> {
            DuplexConnectionPool pool = new DuplexConnectionPool(
                    destination, destination.getHttpClient().getMaxConnectionsPerDestination());
            pool.setMaxUsage(1);
            return pool;
        });
        return client(transport);
    }

    /** Requests of one tag share connections, for a download of many documents that say nothing of anybody. Not started yet. */
    static HttpClient downloads() throws GeneralSecurityException {
        HttpClient http = client(transport());
        http.setMaxConnectionsPerDestination(DOWNLOADS);
        http.setIdleTimeout(IDLE_MILLIS);
        http.setDestinationIdleTimeout(IDLE_MILLIS);
        return http;
    }

    private static HttpClientTransportOverHTTP transport() throws GeneralSecurityException {
        ClientConnector connector = new ClientConnector();
        connector.setSslContextFactory(new FreshSessions());
        return new HttpClientTransportOverHTTP(connector);
    }

    private static HttpClient client(HttpClientTransportOverHTTP transport) {
        HttpClient http = new HttpClient(transport);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        http.setUserAgentField(null); // one more thing that a relay need not know
        http.setFollowRedirects(false);
        return http;
    }

    /** TLS whose every connection begins anew: a context keeps the tickets of its sessions, so each has its own. */
    private static final class FreshSessions extends SslContextFactory.Client {
        private final TrustManager[] trusted;

        FreshSessions() throws GeneralSecurityException {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null); // what this Java trusts
            trusted = factory.getTrustManagers();
            setSslContext(fresh());
        }

        private SSLContext fresh() throws GeneralSecurityException {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusted, null);
            return context;
        }

        @Override
        public SSLEngine newSSLEngine(String host, int port) {
            try {
                SSLEngine engine = fresh().createSSLEngine(host, port);
                customize(engine);
                return engine;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java has no TLS any more", e);
            }
        }
    }
}
