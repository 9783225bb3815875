package io.megatron.server.operations;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A job with a business date, in two phases of the same items. Each item is done again by every
 * run, so that a test sees which items a run was given.
 */
final class DailyFiguresJob implements ExchangeJob {
    static final String NAME = "daily-figures";
    static final int ITEMS = 100;

    /** What is refused, as {@code phase item}. */
    static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

    /** Items that are not due. */
    static final Set<Integer> DONE = ConcurrentHashMap.newKeySet();

    static final AtomicInteger WORKED = new AtomicInteger();

    /** The days it has been run for. */
    static final Set<LocalDate> DAYS = ConcurrentHashMap.newKeySet();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Sums up a day";
    }

    @Override
    public String schedule() {
        return "0 0 0 1 1 ?";
    }

    @Override
    public boolean hasBusinessDate() {
        return true;
    }

    @Override
    public List<Phase<?>> phases() {
        return List.of(new Summing("prices"), new Summing("volumes"));
    }

    private record Summing(String name) implements Phase<Integer> {
        @Override
        public long count(Run run) {
            return due(run, Optional.empty(), ITEMS).size();
        }

        @Override
        public List<Integer> due(Run run, Optional<Integer> after, int limit) {
            return IntStream.range(after.orElse(-1) + 1, ITEMS)
                    .filter(item -> !DONE.contains(item))
                    .limit(limit)
                    .boxed()
                    .toList();
        }

        @Override
        public String key(Integer item) {
            return "item=" + item;
        }

        @Override
        public Outcome<Effect> work(Run run, Integer item) {
            WORKED.incrementAndGet();
            DAYS.add(run.businessDate());
            return REFUSED.contains(name + " " + item)
                    ? Outcome.refused(Rejection.INSUFFICIENT_FUNDS, "refused by a test")
                    : Outcome.accepted(new Effect(true, "summed"));
        }
    }
}
