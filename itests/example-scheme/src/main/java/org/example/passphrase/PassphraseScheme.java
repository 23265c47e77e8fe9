// SPDX-License-Identifier: MIT
package org.example.passphrase;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.Curve;
import org.throng.event.Event;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;
import org.throng.scheme.Agreement;
import org.throng.scheme.Contents;
import org.throng.scheme.Match;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;
import org.throng.scheme.Recipient;
import org.throng.scheme.Scheme;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sender;
import org.throng.scheme.Sighting;

/**
 * As direct, with the words sealed once more under a passphrase that both sides agreed on by voice. A thief of the
 * receiver's key, and a later quantum computer, read nothing without it; who the receiver was, they still learn.
 */
@Component(
        service = Scheme.class,
        configurationPid = "org.example.passphrase",
        configurationPolicy = ConfigurationPolicy.REQUIRE, // without a passphrase there is no such scheme
        property = "name=passphrase")
@Designate(ocd = PassphraseScheme.Settings.class)
public final class PassphraseScheme implements Scheme {
    /** Any number from 32768 on; both sides must mean the same by it. */
    static final int NUMBER = 40_001;

    private static final Logger LOG = LoggerFactory.getLogger(PassphraseScheme.class);

    private final Agreement agreement;
    private final PassphraseLayer layer;

    /** Settings {@code org.example.passphrase}. */
    @ObjectClassDefinition(name = "Passphrase", description = "Words under a passphrase")
    public @interface Settings {
        @AttributeDefinition(description = "Path of a file that holds the passphrase, which both sides must have alike")
        String file();
    }

    /** For the container; a file that cannot be read leaves the scheme away, with the reason in the log. */
    @Activate
    public PassphraseScheme(@Reference Curve curve, Settings settings) throws IOException {
        this(curve, new SecureRandom(), Files.readString(Path.of(settings.file())).strip());
    }

    PassphraseScheme(Curve curve, RandomGenerator random, String passphrase) {
        if (passphrase.isEmpty()) {
            throw new IllegalArgumentException("expected a passphrase in the file, which is empty");
        }
        byte[] bytes = passphrase.getBytes(StandardCharsets.UTF_8);
        layer = new PassphraseLayer(bytes);
        Arrays.fill(bytes, (byte) 0);
        agreement = new Agreement(curve, random, NUMBER, layer);
    }

    @Deactivate
    void close() {
        layer.erase();
    }

    @Override
    public int number() {
        return NUMBER;
    }

    @Override
    public String name() {
        return "passphrase";
    }

    @Override
    public SealedBody seal(Sender sender, Recipient recipient, Contents contents, Slot slot, Label label) {
        return agreement.seal(sender, recipient, contents, slot, label);
    }

    @Override
    public Event address(Sender sender, Recipient recipient, SealedBody body, Slot slot, Label label, int relayIndex) {
        return agreement.address(sender, recipient, body, slot, label, relayIndex);
    }

    @Override
    public List<Match> recognise(List<Sighting> sightings, List<Reader> readers) {
        return agreement.recognise(sightings, readers);
    }

    @Override
    public Optional<Opened> open(Match match, byte[] content) {
        Optional<Opened> opened = agreement.open(match, content);
        if (opened.isEmpty()) {
            LOG.warn("A message under a passphrase did not open: expected the sender's passphrase in the file that"
                    + " the setting 'file' of org.example.passphrase names; set it right and ask for the message again");
        }
        return opened;
    }
}
