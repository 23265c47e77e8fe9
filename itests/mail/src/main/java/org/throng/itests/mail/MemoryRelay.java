// SPDX-License-Identifier: MIT
package org.throng.itests.mail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.event.RelayUrl;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.profile.Profile;
import org.throng.transport.Follower;
import org.throng.transport.Following;
import org.throng.transport.Receipt;
import org.throng.transport.RelayFacts;
import org.throng.transport.TransportException;

/**
 * A relay in memory, and what a test makes of it: silent, late, refusing, repeating itself, with other events than those
 * that it was asked for. Unless told otherwise it takes everything.
 *
 * <p>Threads: any; it answers on the calling thread, late answers on the one that lets them go.
 */
public final class MemoryRelay {
    private static final RelayFacts PLAIN = new RelayFacts(
            Optional.of("memory"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ZERO),
            false,
            Duration.ZERO);

    private final RelayUrl url;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<Event> offered = new CopyOnWriteArrayList<>();
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final List<Follower> wrapFollowers = new CopyOnWriteArrayList<>();
    private final List<Runnable> late = new ArrayList<>();
    private volatile MemoryFeed feed;
    private volatile String wrapRefusal = "";
    private volatile Runnable atFollowingWraps = () -> {};
    private volatile boolean isLate;
    private volatile boolean isSilent;
    private volatile int times = 1;
    private volatile boolean isComplete = true;
    private volatile int most = Integer.MAX_VALUE;
    private volatile int pages = Integer.MAX_VALUE;
    private volatile RelayFacts facts = PLAIN;
    private volatile Function<Event, Receipt> judge = event -> new Receipt(true, "");

    MemoryRelay(RelayUrl url) {
        this.url = url;
    }

    public RelayUrl url() {
        return url;
    }

    /** From now on no call is answered: each fails, as after the time limit. */
    public MemoryRelay falls() {
        isSilent = true;
        return this;
    }

    /** From now on it answers. */
    public MemoryRelay rises() {
        isSilent = false;
        return this;
    }

    /** From now on answers wait until {@link #release}. */
    public MemoryRelay delays() {
        isLate = true;
        return this;
    }

    /** Lets all answers go that wait, and those of later calls too. */
    public void release() {
        List<Runnable> waiting;
        synchronized (late) {
            isLate = false;
            waiting = List.copyOf(late);
            late.clear();
        }
        waiting.forEach(Runnable::run);
    }

    /** From now on it says this to each event. */
    public MemoryRelay says(boolean accepted, String message) {
        return judges(event -> new Receipt(accepted, message));
    }

    /** From now on this decides about each event. */
    public MemoryRelay judges(Function<Event, Receipt> by) {
        judge = by;
        return this;
    }

    /** From now on it shows each header so often. */
    public MemoryRelay repeats(int often) {
        times = often;
        return this;
    }

    /** From now on it says that there is more than it shows. */
    public MemoryRelay cuts() {
        isComplete = false;
        return this;
    }

    /** From now on an answer holds so many headers at most, and a call so many answers. */
    public MemoryRelay gives(int headers, int answers) {
        most = headers;
        pages = answers;
        return this;
    }

    /** What it says of itself. */
    public MemoryRelay with(RelayFacts said) {
        facts = said;
        return this;
    }

    /** It has a feed. */
    public MemoryRelay with(MemoryFeed served) {
        feed = served;
        return with(new RelayFacts(
                Optional.of("memory"),
                Optional.empty(),
                Optional.of(served.address()),
                Optional.of(Duration.ZERO),
                false,
                Duration.ZERO));
    }

    Optional<MemoryFeed> feed() {
        return Optional.ofNullable(feed);
    }

    /** The facts of a relay whose clock is so far from ours. */
    public MemoryRelay withClockAhead(Duration ahead) {
        return with(new RelayFacts(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(ahead), false, Duration.ZERO));
    }

    /** Lays an event down, unasked; followers see headers. */
    public MemoryRelay hold(Event... more) {
        for (Event event : more) {
            events.add(event);
            if (event.kind() == 1059) {
                wrapFollowers.forEach(follower -> follower.header(event));
            } else if (event.kind() == HeaderEvent.KIND) {
                followers.forEach(follower -> {
                    for (int i = 0; i < times; i++) {
                        follower.header(event);
                    }
                });
            }
        }
        return this;
    }

    /** Forgets an event. */
    public void lose(Event event) {
        events.remove(event);
    }

    /** The connection of everybody who follows is over. */
    public void hangUp(String reason) {
        List<Follower> all = List.copyOf(followers);
        followers.clear();
        all.forEach(follower -> follower.ended(reason));
    }

    /** The connection of everybody who follows wraps is over. */
    public void hangUpWraps(String reason) {
        List<Follower> all = List.copyOf(wrapFollowers);
        wrapFollowers.clear();
        all.forEach(follower -> follower.ended(reason));
    }

    /** From now on it says this to whoever asks for wraps. */
    public void refusesWraps(String words) {
        wrapRefusal = words;
    }

    String wrapRefusal() {
        return wrapRefusal;
    }

    /** What happens when somebody begins to follow wraps. */
    public void atFollowingWraps(Runnable what) {
        atFollowingWraps = what;
    }

    public int followers() {
        return followers.size();
    }

    /** Of one kind, in the order in which they came. */
    public List<Event> events(int kind) {
        return events.stream().filter(event -> event.kind() == kind).toList();
    }

    /** All that it was offered, what it refused included. */
    public List<Event> offered() {
        return List.copyOf(offered);
    }

    /** What it was asked, in order: the name of the call and one word. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** The calls of one name. */
    public List<String> calls(String name) {
        return calls.stream().filter(call -> call.startsWith(name + " ")).toList();
    }

    CompletableFuture<Receipt> post(Event event) {
        return answer("post " + event.kind(), () -> {
            offered.add(event);
            Receipt receipt = judge.apply(event);
            if (receipt.accepted()) {
                hold(event);
            }
            return receipt;
        });
    }

    private List<Event> headers(long since) {
        List<Event> shown = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            shown.addAll(stored(Filter.ALL.withKinds(HeaderEvent.KIND).withSince(since)));
        }
        return shown;
    }

    /** One page, and up to which moment the next one must be asked for. */
    record Answer(List<Event> headers, long rest) {}

    /** The newest headers of a window, in the order in which they came. */
    Answer headers(long since, long until) {
        List<Event> all = headers(since).stream()
                .filter(event -> event.createdAt() <= until)
                .toList();
        if (all.size() <= most) {
            return new Answer(all, since - 1);
        }
        List<Long> times = all.stream()
                .map(Event::createdAt)
                .sorted(Comparator.reverseOrder())
                .toList();
        long oldest = times.get(most - 1);
        List<Event> newer =
                all.stream().filter(event -> event.createdAt() > oldest).toList();
        List<Event> shown = new ArrayList<>(newer);
        all.stream()
                .filter(event -> event.createdAt() == oldest)
                .limit(most - newer.size())
                .forEach(shown::add);
        return new Answer(shown, newer.isEmpty() ? oldest - 1 : oldest);
    }

    int pages() {
        return pages;
    }

    boolean isComplete() {
        return isComplete;
    }

    Following follow(long since, Follower follower) {
        headers(since).forEach(follower::header);
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    /** For whomever. */
    Following followWraps(Follower follower) {
        wrapFollowers.add(follower);
        atFollowingWraps.run();
        return () -> wrapFollowers.remove(follower);
    }

    List<Event> wraps(PublicKey reader, long since) {
        return stored(Filter.ALL.withKinds(1059).withTag('p', reader.hex()).withSince(since));
    }

    Optional<Event> newest(PublicKey author, int kind) {
        return stored(Filter.ALL.withAuthors(author).withKinds(kind)).stream()
                .reduce((held, next) -> Profile.replaces(next, held) ? next : held);
    }

    RelayFacts facts() {
        return facts;
    }

    List<Event> stored(Filter filter) {
        return events.stream().filter(filter::matches).toList();
    }

    <T> CompletableFuture<T> answer(String call, Supplier<T> work) {
        calls.add(call);
        if (isSilent) {
            return CompletableFuture.failedFuture(new TransportException(url + " did not answer within 30 s"));
        }
        CompletableFuture<T> future = new CompletableFuture<>();
        Runnable answer = () -> {
            try {
                future.complete(work.get());
            } catch (RuntimeException e) {
                future.completeExceptionally(e);
            }
        };
        synchronized (late) {
            if (isLate) {
                late.add(answer);
                return future;
            }
        }
        answer.run();
        return future;
    }
}
