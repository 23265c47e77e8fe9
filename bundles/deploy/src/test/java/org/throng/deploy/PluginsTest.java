// SPDX-License-Identifier: MIT
package org.throng.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.Version;

class PluginsTest {
    private static Bundle bundle(Map<String, String> headers) {
        return (Bundle) Proxy.newProxyInstance(
                Bundle.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (self, method, words) -> switch (method.getName()) {
                    case "getHeaders" -> FrameworkUtil.asDictionary(headers);
                    case "getSymbolicName" -> "org.example.extra";
                    case "getVersion" -> new Version("1.0.0");
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void fragmentIsNotSaidToRun() {
        assertEquals("runs as org.example.extra 1.0.0", Plugins.how(bundle(Map.of())));
        assertEquals(
                "is installed as org.example.extra 1.0.0, a fragment of org.example.host",
                Plugins.how(bundle(Map.of("Fragment-Host", "org.example.host;bundle-version=1"))));
    }
}
