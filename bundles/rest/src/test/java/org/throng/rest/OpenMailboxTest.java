// SPDX-License-Identifier: MIT
package org.throng.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.throng.itests.mail.MemoryIdentities;
import org.throng.itests.mail.MemoryMailbox;
import org.throng.mailbox.Mailbox;

class OpenMailboxTest {
    @Test
    void relaySaysThatItIsOneAndNotThatItsVaultIsLocked() throws Exception {
        OpenMailbox none = new OpenMailbox(() -> null, false);
        assertEquals(Optional.empty(), none.ifKept(), "what can be done without is done");
        Problem problem = assertThrows(Problem.class, none::get);
        assertTrue(problem.getMessage().contains("this node is a relay"), problem.getMessage());
        assertTrue(new String(((Answer.Whole) problem.answer().body()).bytes(), UTF_8).contains("\"code\":69"));
    }

    @Test
    void mailboxIsThereWhileTheVaultIsOpen() throws Exception {
        OpenMailbox locked = new OpenMailbox(() -> null, true);
        assertTrue(assertThrows(Problem.class, locked::get).getMessage().contains("locked"));
        assertTrue(assertThrows(Problem.class, locked::ifKept).getMessage().contains("locked"));
        Mailbox mailbox = MemoryMailbox.open(new MemoryIdentities());
        assertSame(mailbox, new OpenMailbox(() -> mailbox, true).get());
    }
}
