// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.throng.curve.Curve;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.itests.contracts.ExchangeContract;
import org.throng.relay.Exchange;

@Timeout(60)
class EventExchangeTest extends ExchangeContract {
    private final Curve curve = new BouncyCastleCurve();
    private RelayFixture relay;
    private Exchange exchange;

    @BeforeEach
    void start() throws Exception {
        relay = RelayFixture.start();
        exchange = new EventExchange(relay.relay);
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
    }

    @Override
    protected Exchange exchange() {
        return exchange;
    }

    @Override
    protected Curve curve() {
        return curve;
    }

    @Override
    protected long now() {
        return relay.seconds.get();
    }

    @Override
    protected void pass(long seconds) {
        relay.seconds.addAndGet(seconds);
    }
}
