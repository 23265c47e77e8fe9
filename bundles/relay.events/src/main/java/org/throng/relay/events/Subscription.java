// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.EventJson;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;
import org.throng.store.StoreException;

/**
 * One open question of one connection: first what is stored, then EOSE, then what comes in.
 *
 * <p>What comes in before EOSE waits, so that no event is missed between the two; what is found in the store before it
 * is shown is noted, so that none is sent twice. It waits in a bounded place: when that is full the subscription ends
 * with CLOSED and a reason; it is never left with a gap.
 *
 * <p><b>Locks.</b> The subscription itself, for what waits. {@link #step} runs on one thread at a time.
 */
final class Subscription implements Question {
    private static final int WAITING_MOST = 2_000;

    private final String id;
    private final byte[] head;
    private final List<Filter> filters;
    private final Session session;
    private Query stored;
    private byte[] next;
    private boolean atEnd;
    private Map<EventId, byte[]> waiting = new LinkedHashMap<>();
    private final Set<EventId> early = new HashSet<>();
    private boolean over;

    Subscription(String id, List<Filter> filters, Session session) {
        this.id = id;
        this.head = head(id);
        this.filters = filters;
        this.session = session;
    }

    List<Filter> filters() {
        return filters;
    }

    String id() {
        return id;
    }

    void begin(Query query) {
        stored = query;
    }

    /**
     * Sends stored events until the client has no room, its turn is over, or there are no more; done is a subscription that came to
     * EOSE, or to its own end.
     */
    @Override
    public Turn step() throws StoreException {
        while (!isOver()) {
            if (next == null) {
                Found found = stored.next();
                if (Found.isNotYet(found)) {
                    return Turn.AGAIN;
                }
                next = frame(found);
            }
            if (!session.offer(next)) {
                return Turn.FULL;
            }
            next = null;
            if (atEnd) {
                goLive();
                return Turn.DONE;
            }
            session.noteSent();
        }
        return Turn.DONE;
    }

    @Override
    public void fail(String reason) {
        session.drop(this, reason);
    }

    private byte[] frame(Found found) {
        if (found == null) {
            atEnd = true;
            RelayMessage.Eose end = new RelayMessage.Eose(id, stored.isFinished());
            session.noteSaid(end);
            return end.json().getBytes(StandardCharsets.UTF_8);
        }
        EventId event = EventId.of(Keys.id(found.place()));
        synchronized (this) {
            waiting.remove(event);
            if (session.isUnshown(event)) {
                early.add(event);
            }
        }
        return frame(head, found.json());
    }

    private synchronized void goLive() {
        stored = null;
        waiting.values().forEach(session::sendLive);
        waiting = null;
    }

    /** Shows it an event that was stored now, if it fits. */
    void show(Event event, SharedFrames frames) {
        if (filters.stream().noneMatch(filter -> filter.matches(event)) || !ReadRules.mayRead(event, session.keys())) {
            return;
        }
        byte[] frame = frames.of(id);
        synchronized (this) {
            if (over || early.remove(event.id())) {
                return;
            }
            if (waiting == null) {
                session.sendLive(frame);
            } else if (waiting.size() < WAITING_MOST) {
                waiting.put(event.id(), frame);
            } else {
                over = true;
            }
        }
        if (isOver()) {
            session.drop(this, "rate-limited: too much came in before you read what was stored; ask again");
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    /** Nothing is sent any more. */
    synchronized void end() {
        over = true;
    }

    static byte[] frame(String subscription, byte[] json) {
        return frame(head(subscription), json);
    }

    /** What stands before each event. */
    private static byte[] head(String subscription) {
        StringBuilder head = new StringBuilder("[\"EVENT\",");
        EventJson.writeString(head, subscription);
        return head.append(',').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] frame(byte[] head, byte[] json) {
        byte[] frame = Arrays.copyOf(head, head.length + json.length + 1);
        System.arraycopy(json, 0, frame, head.length, json.length);
        frame[frame.length - 1] = ']';
        return frame;
    }
}
