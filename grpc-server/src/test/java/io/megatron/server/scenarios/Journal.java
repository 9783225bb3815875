package io.megatron.server.scenarios;

import io.megatron.server.Failure;
import io.megatron.trading.v1.Trade;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What all callers were told. */
final class Journal {
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
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
        count.incrementAndGet();
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

    /** The longest time in which a node acknowledged nothing, from one moment to another. */
    long longestGapNanos(String node, long fromNanos, long toNanos) {
        List<Long> moments =
                acknowledged.stream()
                        .filter(answer -> answer.node().equals(node))
                        .map(Acknowledged::atNanos)
                        .filter(at -> at - fromNanos > 0 && toNanos - at > 0)
                        .sorted()
                        .toList();
        long longest = 0;
        long last = fromNanos;
        for (long moment : moments) {
            longest = Math.max(longest, moment - last);
            last = moment;
        }
        return Math.max(longest, toNanos - last);
    }
}
