// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.curve.lanes.LaneField;

/** Who computes, where fields differ in what they say. */
class TiersTest {
    private final BouncyCastleCurve reference = new BouncyCastleCurve();
    private final Tiers tiers = new Tiers();

    /** Plain arithmetic that claims four lanes, and does something first at each product. */
    private static LaneField<?> field(String name, Runnable first) {
        ScalarField scalar = new ScalarField();
        return (LaneField<?>) Proxy.newProxyInstance(
                TiersTest.class.getClassLoader(), new Class<?>[] {LaneField.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("name")) {
                        return name;
                    }
                    if (method.getName().equals("equals")) {
                        return proxy == arguments[0];
                    }
                    if (method.getName().equals("multiply")) {
                        first.run();
                        if (name.equals("wrong")) {
                            ((long[]) arguments[2])[0] ^= 1;
                        }
                    }
                    if (method.getName().equals("width")) {
                        return 4;
                    }
                    try {
                        return method.invoke(scalar, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void plainJavaServesWhereNothingElseIsOffered() {
        Tiers.Choice choice = tiers.choice(reference);
        assertEquals("scalar", choice.tier().orElseThrow().field().name());
        assertTrue(choice.why().contains("jdk.incubator.vector"), choice.why());
    }

    @Test
    void widerFieldIsTakenWhenItComesAndLeftWhenItGoes() {
        LaneField<?> wide = field("wide", () -> {});
        tiers.choice(reference);
        tiers.add(wide);
        assertEquals(
                "wide", tiers.choice(reference).tier().orElseThrow().field().name());
        tiers.remove(wide);
        assertEquals(
                "scalar", tiers.choice(reference).tier().orElseThrow().field().name());
    }

    @Test
    void fieldThatAnswersWrongIsNotUsed() {
        tiers.add(field("wrong", () -> {}));
        Tiers.Choice choice = tiers.choice(reference);
        assertEquals("scalar", choice.tier().orElseThrow().field().name());
        assertTrue(choice.why().contains("wrong gave wrong answers"), choice.why());
    }

    @Test
    void fieldThatFailsIsNotUsed() {
        tiers.add(field("broken", () -> {
            throw new UnsatisfiedLinkError("no such instruction");
        }));
        assertEquals(
                "scalar", tiers.choice(reference).tier().orElseThrow().field().name());
    }
}
