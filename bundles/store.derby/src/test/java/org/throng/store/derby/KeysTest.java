// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class KeysTest {
    @Property
    void keyComesBackAsItWas(@ForAll @Size(max = 512) byte[] key) {
        assertArrayEquals(key, Keys.decode(Keys.encode(key)));
    }

    @Property
    void orderIsKeptAndNoKeyBeginsAnother(@ForAll @Size(max = 6) byte[] a, @ForAll @Size(max = 6) byte[] b) {
        byte[] x = Keys.encode(a);
        byte[] y = Keys.encode(b);
        assertEquals(Integer.signum(Arrays.compareUnsigned(a, b)), Integer.signum(Arrays.compareUnsigned(x, y)));
        if (!Arrays.equals(a, b)) {
            assertFalse(x.length <= y.length && Arrays.equals(x, Arrays.copyOf(y, x.length)));
        }
    }
}
