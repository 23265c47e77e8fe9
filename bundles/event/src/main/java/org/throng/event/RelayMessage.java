// SPDX-License-Identifier: MIT
package org.throng.event;

import java.util.List;

/** What a relay says to a client: NIP-01, NIP-42, NIP-45. */
public sealed interface RelayMessage {
    /** The JSON text of one WebSocket message. */
    String json();

    /** An event of a subscription. */
    record Found(String subscription, Event event) implements RelayMessage {
        @Override
        public String json() {
            return "[\"EVENT\"," + quoted(subscription) + "," + event.json() + "]";
        }
    }

    /**
     * The answer to EVENT and AUTH.
     *
     * @param id as the client wrote it
     * @param message empty, or a word of NIP-01, a colon, and an explanation
     */
    record Ok(String id, boolean accepted, String message) implements RelayMessage {
        @Override
        public String json() {
            return "[\"OK\"," + quoted(id) + "," + accepted + "," + quoted(message) + "]";
        }
    }

    /**
     * The stored events were sent; what follows is new.
     *
     * @param finished whether the relay says that there are no more that fit (NIP-67); false also where it says nothing
     */
    record Eose(String subscription, boolean finished) implements RelayMessage {
        private static final String FINISH = "finish";

        @Override
        public String json() {
            return "[\"EOSE\"," + quoted(subscription) + (finished ? ",[\"" + FINISH + "\"]]" : "]");
        }
    }

    /** A subscription was refused or ended. */
    record Closed(String subscription, String message) implements RelayMessage {
        @Override
        public String json() {
            return "[\"CLOSED\"," + quoted(subscription) + "," + quoted(message) + "]";
        }
    }

    /** Words for a human. */
    record Notice(String message) implements RelayMessage {
        @Override
        public String json() {
            return "[\"NOTICE\"," + quoted(message) + "]";
        }
    }

    /** A challenge (NIP-42). */
    record Challenge(String challenge) implements RelayMessage {
        @Override
        public String json() {
            return "[\"AUTH\"," + quoted(challenge) + "]";
        }
    }

    /** The answer to COUNT. */
    record Counted(String subscription, long count) implements RelayMessage {
        @Override
        public String json() {
            return "[\"COUNT\"," + quoted(subscription) + ",{\"count\":" + count + "}]";
        }
    }

    /**
     * The answer to NEG-OPEN and NEG-MSG (NIP-77).
     *
     * @param payload a message of Negentropy in lower-case hex
     */
    record Compared(String subscription, String payload) implements RelayMessage {
        @Override
        public String json() {
            return "[\"NEG-MSG\"," + quoted(subscription) + "," + quoted(payload) + "]";
        }
    }

    /** A comparison was refused or ended. */
    record NotCompared(String subscription, String message) implements RelayMessage {
        @Override
        public String json() {
            return "[\"NEG-ERR\"," + quoted(subscription) + "," + quoted(message) + "]";
        }
    }

    /**
     * Reads one message of a relay.
     *
     * @throws MalformedException where it is none of the above
     */
    static RelayMessage read(String json) throws MalformedException {
        if (!(StrictJson.read(json) instanceof List<?> parts)
                || parts.size() < 2
                || !(parts.get(0) instanceof String word)
                || !(parts.get(1) instanceof String subject)) {
            throw new MalformedException("expected a JSON array with a word and a string");
        }
        Object third = parts.size() > 2 ? parts.get(2) : "";
        Object fourth = parts.size() > 3 ? parts.get(3) : "";
        return switch (word) {
            case "EVENT" -> new Found(subject, EventReader.event(third));
            case "OK" -> new Ok(subject, Boolean.TRUE.equals(third), text(fourth));
            case "EOSE" -> new Eose(subject, third instanceof List<?> hints && hints.contains(Eose.FINISH));
            case "CLOSED" -> new Closed(subject, text(third));
            case "NOTICE" -> new Notice(subject);
            case "AUTH" -> new Challenge(subject);
            case "COUNT" -> new Counted(subject, count(third));
            case "NEG-MSG" -> new Compared(subject, text(third));
            case "NEG-ERR" -> new NotCompared(subject, text(third));
            default ->
                throw new MalformedException(
                        "expected EVENT, OK, EOSE, CLOSED, NOTICE, AUTH, COUNT, NEG-MSG or NEG-ERR");
        };
    }

    private static long count(Object json) throws MalformedException {
        if (json instanceof java.util.Map<?, ?> members && members.get("count") instanceof Long count) {
            return count;
        }
        throw new MalformedException("expected a count");
    }

    private static String text(Object json) {
        return json instanceof String text ? text : "";
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder();
        EventJson.writeString(out, text);
        return out.toString();
    }
}
