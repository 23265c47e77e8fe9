// SPDX-License-Identifier: MIT
package org.throng.policy;

import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.MalformedException;

/** What can stand on a list. */
public sealed interface Subject {
    /** An author; of a wrap, the receiver. */
    record Key(PublicKey key) implements Subject {
        @Override
        public String what() {
            return "key";
        }

        @Override
        public String value() {
            return key.hex();
        }
    }

    /** One event. */
    record Id(EventId id) implements Subject {
        @Override
        public String what() {
            return "event";
        }

        @Override
        public String value() {
            return id.hex();
        }
    }

    /** All events of a kind. */
    record Kind(int kind) implements Subject {
        public Kind {
            if (kind < 0 || kind > Event.MAX_KIND) {
                throw new IllegalArgumentException("a kind is a number from 0 to 65535, got " + kind);
            }
        }

        @Override
        public String what() {
            return "kind";
        }

        @Override
        public String value() {
            return Integer.toString(kind);
        }
    }

    /** Whoever connects from there. */
    record Addresses(AddressRange range) implements Subject {
        @Override
        public String what() {
            return "address";
        }

        @Override
        public String value() {
            return range.toString();
        }
    }

    /** The word for its sort: {@code key}, {@code event}, {@code kind} or {@code address}. */
    String what();

    /** 64 hex digits, a number, or an address with or without the length of its prefix. */
    String value();

    /** Reads what {@link #what} and {@link #value} say. */
    static Subject read(String what, String value) throws MalformedException {
        return switch (what) {
            case "key" -> new Key(PublicKey.ofHex(hex(value, "a key")));
            case "event" -> new Id(EventId.ofHex(hex(value, "an event's id")));
            case "kind" -> new Kind(kind(value));
            case "address" -> new Addresses(AddressRange.read(value));
            default -> throw new MalformedException("expected key, event, kind or address, got another word");
        };
    }

    private static String hex(String value, String name) throws MalformedException {
        return Optional.of(value)
                .filter(text -> text.matches("[0-9a-f]{64}"))
                .orElseThrow(() -> new MalformedException("expected " + name + " of 64 lower-case hex digits"));
    }

    private static int kind(String value) throws MalformedException {
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > Event.MAX_KIND) {
            throw new MalformedException("expected a kind, a number from 0 to 65535");
        }
        return Integer.parseInt(value);
    }
}
