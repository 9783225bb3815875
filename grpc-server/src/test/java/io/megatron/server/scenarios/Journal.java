package io.megatron.server.scenarios;

import io.megatron.server.Failure;
import io.megatron.trading.v1.Trade;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What all callers were told. */
final class Journal {
    private static final int SOME = 16;

    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final List<Acknowledged> some = new CopyOnWriteArrayList<>();
    private final Queue<Order> refused = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Map<Told, AtomicLong> failures = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    /**
     * A trade that somebody was told took effect.
     *
     * @param atNanos when they were told
     */
    record Acknowledged(Order order, Trade trade, boolean replayed, String node, long atNanos) {}

    /** A failure that leaves open what became of the order, or says that nothing did. */
    record Told(String code, String reason, boolean saysWhenToRetry) {}

    void acknowledge(Acknowledged answer, List<String> objections) {
        acknowledged.add(answer);
        if (count.getAndIncrement() % SOME == 0) {
            some.add(answer);
        }
        wrong.addAll(objections);
    }

    void refuse(Order order, List<String> objections) {
        refused.add(order);
        wrong.addAll(objections);
    }

    void fail(Failure failure) {
        Told told =
                new Told(failure.code().name(), failure.reason(), failure.retryAfter().isPresent());
        failures.computeIfAbsent(told, any -> new AtomicLong()).incrementAndGet();
    }

    void object(String objection) {
        wrong.add(objection);
    }

    /** How many trades were acknowledged so far. */
    long trades() {
        return count.get();
    }

    /** One of a few of the acknowledged trades. */
    Optional<Acknowledged> any(RandomGenerator random) {
        int known = some.size();
        return known == 0 ? Optional.empty() : Optional.of(some.get(random.nextInt(known)));
    }

    Collection<Acknowledged> acknowledged() {
        return acknowledged;
    }

    Collection<Order> refused() {
        return refused;
    }

    /** Answers that cannot be true. */
    Collection<String> wrong() {
        return wrong;
    }

    /** How often callers were told to come back, or were told nothing. */
    Map<Told, Long> failures() {
        return failures.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().get()));
    }

    /** How long nobody was told of a trade after a moment. */
    Duration silenceAfter(long fromNanos) {
        return Duration.ofNanos(
                acknowledged.stream()
                        .mapToLong(answer -> answer.atNanos() - fromNanos)
                        .filter(later -> later > 0)
                        .min()
                        .orElse(Long.MAX_VALUE));
    }

    /** The longest time in which a node told of no trade, from one moment to another. */
    Duration longestSilence(String node, long fromNanos, long toNanos) {
        List<Long> moments =
                answersOf(node, fromNanos).map(Acknowledged::atNanos).sorted().toList();
        long longest = 0;
        long last = fromNanos;
        for (long moment : moments) {
            longest = Math.max(longest, moment - last);
            last = moment;
        }
        return Duration.ofNanos(Math.max(longest, toNanos - last));
    }

    /** How many trades a node told of since a moment. */
    long tradesOf(String node, long fromNanos) {
        return answersOf(node, fromNanos).count();
    }

    private Stream<Acknowledged> answersOf(String node, long fromNanos) {
        return acknowledged.stream()
                .filter(answer -> answer.node().equals(node) && answer.atNanos() - fromNanos > 0);
    }
}
