// SPDX-License-Identifier: MIT
package org.throng.event;

import java.util.ArrayList;
import java.util.List;

/** What a client says to a relay: NIP-01, NIP-42, NIP-45 and NIP-77. */
public sealed interface ClientMessage {
    /** Characters of a subscription's id. */
    int MAX_SUBSCRIPTION_ID = 64;

    /** The JSON text of one WebSocket message. */
    String json();

    /** Publishes an event. */
    record Publish(Event event) implements ClientMessage {
        @Override
        public String json() {
            return "[\"EVENT\"," + event.json() + "]";
        }
    }

    /** Opens or replaces a subscription; the filters are alternatives. */
    record Request(String subscription, List<Filter> filters) implements ClientMessage {
        public Request {
            filters = List.copyOf(filters);
        }

        @Override
        public String json() {
            return FilterJson.message("REQ", subscription, filters);
        }
    }

    /** Asks how many events fit. */
    record Count(String subscription, List<Filter> filters) implements ClientMessage {
        public Count {
            filters = List.copyOf(filters);
        }

        @Override
        public String json() {
            return FilterJson.message("COUNT", subscription, filters);
        }
    }

    /** Ends a subscription. */
    record Close(String subscription) implements ClientMessage {
        @Override
        public String json() {
            StringBuilder out = new StringBuilder("[\"CLOSE\",");
            EventJson.writeString(out, subscription);
            return out.append(']').toString();
        }
    }

    /** Proves a key with an event of kind 22242. */
    record Authenticate(Event event) implements ClientMessage {
        @Override
        public String json() {
            return "[\"AUTH\"," + event.json() + "]";
        }
    }

    /**
     * Begins to compare what both have of a filter.
     *
     * @param payload a message of Negentropy in lower-case hex
     */
    record Compare(String subscription, Filter filter, String payload) implements ClientMessage {
        @Override
        public String json() {
            StringBuilder out = new StringBuilder("[\"NEG-OPEN\",");
            EventJson.writeString(out, subscription);
            return out.append(',')
                    .append(FilterJson.write(filter))
                    .append(",\"")
                    .append(payload)
                    .append("\"]")
                    .toString();
        }
    }

    /**
     * Goes on with a comparison.
     *
     * @param payload a message of Negentropy in lower-case hex
     */
    record CompareOn(String subscription, String payload) implements ClientMessage {
        @Override
        public String json() {
            StringBuilder out = new StringBuilder("[\"NEG-MSG\",");
            EventJson.writeString(out, subscription);
            return out.append(",\"").append(payload).append("\"]").toString();
        }
    }

    /** Ends a comparison. */
    record CompareEnd(String subscription) implements ClientMessage {
        @Override
        public String json() {
            StringBuilder out = new StringBuilder("[\"NEG-CLOSE\",");
            EventJson.writeString(out, subscription);
            return out.append(']').toString();
        }
    }

    /**
     * Reads one message. Where the words and the subscription's id are right but a filter is not, the exception names
     * the subscription, so that the answer can be CLOSED.
     *
     * @throws RefusedException with what the relay should answer
     */
    static ClientMessage read(String json) throws RefusedException {
        List<?> parts;
        try {
            if (!(StrictJson.read(json) instanceof List<?> list)
                    || list.isEmpty()
                    || !(list.get(0) instanceof String)) {
                throw new RefusedException(
                        RefusedException.Answer.NOTICE, "", "expected a JSON array with a word first");
            }
            parts = list;
        } catch (MalformedException e) {
            throw Unreadable.refusal(json, e.getMessage());
        }
        String word = (String) parts.get(0);
        return switch (word) {
            case "EVENT" -> new Publish(event(parts));
            case "AUTH" -> new Authenticate(event(parts));
            case "REQ" -> new Request(subscription(parts), filters(parts));
            case "COUNT" -> new Count(subscription(parts), filters(parts));
            case "CLOSE" -> new Close(subscription(parts));
            case "NEG-OPEN" -> compare(parts);
            case "NEG-MSG" -> new CompareOn(subscription(parts), payload(parts, 2));
            case "NEG-CLOSE" -> new CompareEnd(subscription(parts));
            default ->
                throw new RefusedException(
                        RefusedException.Answer.NOTICE,
                        "",
                        "expected EVENT, REQ, COUNT, CLOSE, AUTH, NEG-OPEN, NEG-MSG or NEG-CLOSE");
        };
    }

    private static Event event(List<?> parts) throws RefusedException {
        if (parts.size() != 2) {
            throw new RefusedException(RefusedException.Answer.NOTICE, "", "expected one event after the word");
        }
        try {
            return EventReader.event(parts.get(1));
        } catch (MalformedException e) {
            // OK wants an id; where the event does not even have one there is only NOTICE
            String id = parts.get(1) instanceof java.util.Map<?, ?> members && members.get("id") instanceof String text
                    ? text
                    : "";
            boolean named = id.length() == 64 && id.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
            throw new RefusedException(
                    named ? RefusedException.Answer.OK : RefusedException.Answer.NOTICE,
                    named ? id : "",
                    e.getMessage());
        }
    }

    private static String subscription(List<?> parts) throws RefusedException {
        if (parts.size() < 2
                || !(parts.get(1) instanceof String id)
                || id.isEmpty()
                || id.length() > MAX_SUBSCRIPTION_ID) {
            String echo = parts.size() > 1 && parts.get(1) instanceof String text && text.length() <= 256 ? text : "";
            throw new RefusedException(
                    echo.isEmpty() ? RefusedException.Answer.NOTICE : RefusedException.Answer.CLOSED,
                    echo,
                    "a subscription id is a string of 1 to 64 characters");
        }
        return id;
    }

    private static Compare compare(List<?> parts) throws RefusedException {
        String subscription = subscription(parts);
        try {
            Filter filter = EventReader.filter(parts.size() > 2 ? parts.get(2) : "");
            return new Compare(subscription, filter, payload(parts, 3));
        } catch (MalformedException e) {
            throw new RefusedException(RefusedException.Answer.NEG_ERR, subscription, e.getMessage(), true);
        }
    }

    private static String payload(List<?> parts, int at) throws RefusedException {
        if (parts.size() != at + 1 || !(parts.get(at) instanceof String hex) || !isHex(hex)) {
            throw new RefusedException(
                    RefusedException.Answer.NEG_ERR,
                    subscription(parts),
                    "expected a message of Negentropy as pairs of lower-case hex digits",
                    true);
        }
        return hex;
    }

    private static boolean isHex(String text) {
        return !text.isEmpty()
                && text.length() % 2 == 0
                && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    private static List<Filter> filters(List<?> parts) throws RefusedException {
        String subscription = (String) parts.get(1);
        boolean replacement = "REQ".equals(parts.get(0));
        if (parts.size() < 3) {
            throw new RefusedException(
                    RefusedException.Answer.CLOSED, subscription, "expected at least one filter", replacement);
        }
        List<Filter> filters = new ArrayList<>();
        for (Object json : parts.subList(2, parts.size())) {
            try {
                filters.add(EventReader.filter(json));
            } catch (MalformedException e) {
                throw new RefusedException(RefusedException.Answer.CLOSED, subscription, e.getMessage(), replacement);
            }
        }
        return filters;
    }
}
