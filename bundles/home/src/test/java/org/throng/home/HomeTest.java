// SPDX-License-Identifier: MIT
package org.throng.home;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTest {
    @TempDir
    Path temp;

    @Test
    void standardHomeIsBelowThatOfTheShell() {
        assertEquals(Path.of("/x/.throng"), Home.standard(Map.of("HOME", "/x")).root());
        Path java = Path.of(System.getProperty("user.home"), ".throng").toAbsolutePath();
        for (Map<String, String> none : List.of(Map.<String, String>of(), Map.of("HOME", ""), Map.of("HOME", "x"))) {
            assertEquals(java, Home.standard(none).root(), none.toString());
        }
    }

    @Test
    void foldersAreForTheOwnerAlone() throws IOException {
        Home home = new Home(temp.resolve("a/b"));
        home.lay();
        for (Path folder :
                List.of(home.root(), home.etc(), home.deploy(), home.data(), home.run(), home.logs(), home.cache())) {
            assertEquals("rwx------", mode(folder), folder.toString());
        }
    }

    @Test
    void privateFolderThatWasOpenIsClosed() throws IOException {
        Home home = new Home(temp);
        Files.createDirectories(home.data());
        Files.setPosixFilePermissions(home.data(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertTrue(PrivateFile.isOpenToOthers(home.data()));
        home.lay();
        assertEquals("rwx------", mode(home.data()));
    }

    @Test
    void fileIsReplacedWholeAndStaysPrivate() throws IOException {
        Path file = temp.resolve("f");
        PrivateFile.create(file, new byte[] {1});
        PrivateFile.replace(file, new byte[] {2, 3});
        assertArrayEquals(new byte[] {2, 3}, PrivateFile.read(file, 2));
        assertEquals("rw-------", mode(file));
        assertThrows(IOException.class, () -> PrivateFile.read(file, 1));
        try (Stream<Path> all = Files.list(temp)) {
            assertEquals(List.of(file), all.toList());
        }
    }

    @Test
    void fileThatIsThereIsNotMadeAgain() throws IOException {
        Path file = temp.resolve("f");
        Files.write(temp.resolve(".f.new"), new byte[] {9}); // as a crash leaves it
        PrivateFile.create(file, new byte[] {1});
        assertThrows(FileAlreadyExistsException.class, () -> PrivateFile.create(file, new byte[] {2}));
        assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
    }

    @Test
    void oneAtATimeHasTheLock() throws IOException {
        Home home = new Home(temp);
        assertEquals(Optional.empty(), HomeLock.holder(home));
        HomeLock lock = HomeLock.tryTake(home).orElseThrow();
        assertTrue(HomeLock.tryTake(home).isEmpty());
        assertEquals(Optional.of(ProcessHandle.current().pid()), HomeLock.holder(home));
        lock.close();
        HomeLock.tryTake(home).orElseThrow().close();
    }

    @Test
    void commandFindsTheNodeAndItsToken() throws IOException {
        Home home = new Home(temp);
        assertEquals(Optional.empty(), LocalApi.read(home));
        assertThrows(IOException.class, () -> LocalApi.token(home));
        String token = LocalApi.newToken(home, new SecureRandom());
        LocalApi api = new LocalApi(7448, ProcessHandle.current().pid());
        api.write(home);
        assertEquals(Optional.of(api), LocalApi.read(home));
        assertTrue(api.isAlive());
        assertEquals(token, LocalApi.token(home));
        assertEquals("rw-------", mode(home.run().resolve("token")));
        assertEquals("rw-------", mode(home.run().resolve("api.json")));
        LocalApi.clear(home);
        assertEquals(Optional.empty(), LocalApi.read(home));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "{\"port\":0,\"pid\":1}", "{\"port\":70000,\"pid\":1}", "{\"port\":1}", "nonsense"})
    void brokenAddressIsNamed(String text) throws IOException {
        Home home = new Home(temp);
        home.lay();
        Files.writeString(home.run().resolve("api.json"), text);
        IOException e = assertThrows(IOException.class, () -> LocalApi.read(home));
        assertTrue(e.getMessage().contains("api.json"), e.getMessage());
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
