// SPDX-License-Identifier: MIT
package org.throng.itests.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** What is done once on the curve goes to the highest ranking below lock step, whoever comes and goes. */
class SingleCurveTest {
    private static final String OPTIONAL = "curve.libsecp256k1.jar";
    private static final String LIBRARY = "(&(objectClass=org.throng.curve.Curve)(name=libsecp256k1))";

    @RegisterExtension
    static final Container CONTAINER = new Container();

    @Test
    void libraryTakesOverWhenItComesAndLeavesNothingUndoneWhenItGoes() throws Exception {
        Path jar = CONTAINER.deploy().resolve(OPTIONAL);
        CONTAINER.awaitReady();
        assertSingles("bouncycastle");
        CONTAINER.forgetLog();
        for (int i = 0; i < 3; i++) {
            Files.copy(Distribution.FOLDER.resolve("plugins").resolve(OPTIONAL), jar);
            Container.await("the library", () -> CONTAINER.has(LIBRARY));
            Container.await("it is used", () -> singles().contains("one at a time: libsecp256k1;"));
            assertEquals("lockstep", name(), "batches stay where they were");
            Files.delete(jar);
            Container.await("it is gone", () -> !CONTAINER.has(LIBRARY));
            Container.await("another one is used", () -> singles().contains("one at a time: bouncycastle;"));
        }
        assertEquals(List.of(), CONTAINER.complaints());
    }

    private static void assertSingles(String name) {
        assertTrue(singles().contains("one at a time: " + name + ";"), singles());
    }

    private static String singles() {
        return call("description");
    }

    private static String name() {
        return call("name");
    }

    /** Of the curve that everybody uses: a class of the container, which is not that of this test. */
    private static String call(String method) {
        try {
            ServiceReference<?>[] found =
                    CONTAINER.context().getAllServiceReferences("org.throng.curve.Curve", "(service.ranking>=100)");
            Object curve = CONTAINER.context().getService(found[0]);
            return (String) curve.getClass().getMethod(method).invoke(curve);
        } catch (InvalidSyntaxException | ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
