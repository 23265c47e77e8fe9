// SPDX-License-Identifier: MIT
package org.throng.curve.libsecp256k1;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.Curve;
import org.throng.home.Home;

/**
 * Offers the library where this machine loads it and its answers are right; elsewhere it says why not, once, and whatever did
 * the work before goes on with it. Its rank lies between those of Bouncy Castle (0), whose work it takes over, and of
 * lock step (100), which leaves to it what is done once.
 */
@Component(
        immediate = true,
        service = {})
public final class NativeCurveOffer {
    private static final Logger LOG = LoggerFactory.getLogger(NativeCurveOffer.class);
    private static final int RANKING = 50;

    private final NativeCurve curve;
    private final ServiceRegistration<?> registration;

    @Activate
    public NativeCurveOffer(BundleContext context) {
        curve = load(new Home(Path.of(context.getProperty("throng.home"))));
        registration = curve == null
                ? null
                : context.registerService(
                        Curve.class.getName(),
                        curve,
                        FrameworkUtil.asDictionary(Map.of("name", curve.name(), Constants.SERVICE_RANKING, RANKING)));
    }

    /** Null where there is none. */
    private static NativeCurve load(Home home) {
        try {
            NativeCurve loaded = new NativeCurve(home.cache().resolve("libsecp256k1"), new SecureRandom());
            if (SelfTest.passes(loaded)) {
                return loaded;
            }
            loaded.close();
            LOG.error("libsecp256k1 gives wrong answers on this machine and is not used");
        } catch (IOException | LinkageError e) {
            LOG.warn(
                    "libsecp256k1 is not used: {}",
                    String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
        return null;
    }

    @Deactivate
    void stop() {
        if (registration != null) {
            registration.unregister();
            curve.close();
        }
    }
}
