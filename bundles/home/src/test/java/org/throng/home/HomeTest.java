// SPDX-License-Identifier: MIT
package org.throng.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    Path temp;

    @Test
    void foldersAndFilesAreForTheirOwnerAlone() throws Exception {
        Home home = new Home(temp.resolve("a/b"));
        home.create();
        NodeAddress address = new NodeAddress(7448, ProcessHandle.current().pid(), "secret");
        address.publish(home);
        for (Path folder : new Path[] {home.folder(), home.data(), home.run()}) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        }
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(home.run().resolve("token"))));
        assertEquals(Optional.of(address), NodeAddress.find(home));
        NodeAddress.withdraw(home);
        assertEquals(Optional.empty(), NodeAddress.find(home));
    }

    @Test
    void secondLockOfOneHomeIsRefused() throws Exception {
        Home home = new Home(temp);
        home.create();
        try (HomeLock lock = HomeLock.acquire(home)) {
            assertThrows(HomeLock.InUseException.class, () -> HomeLock.acquire(home));
        }
        HomeLock.acquire(home).close();
    }
}
