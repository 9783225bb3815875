package io.megatron.jobs.operations;

import io.megatron.core.Outcome;
import io.megatron.core.events.ForgettingEvents;
import io.megatron.core.operations.ForgettingRequests;
import io.megatron.core.operations.WorkingRuns;
import io.megatron.core.pricing.ForgettingTicks;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.JobSettings;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.springframework.stereotype.Component;

/**
 * Deletes records of runs that ended long ago, and remembered requests, events and ticks past their
 * retention. Never a run that has not ended, never an event that somebody has not had, never the
 * record of what operators did, nothing else of the book.
 */
@Component
class MetadataPurgeJob implements ExchangeJob {
    private static final int PIECE = 500;

    private final WorkingRuns runs;
    private final ForgettingRequests requests;
    private final ForgettingEvents events;
    private final ForgettingTicks ticks;
    private final JobSettings settings;

    MetadataPurgeJob(
            WorkingRuns runs,
            ForgettingRequests requests,
            ForgettingEvents events,
            ForgettingTicks ticks,
            JobSettings settings) {
        this.runs = runs;
        this.requests = requests;
        this.events = events;
        this.ticks = ticks;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "metadata-purge";
    }

    @Override
    public String description() {
        return "Deletes records of runs past MEGATRON_JOBS_RETENTION, requests past"
                + " MEGATRON_REQUEST_RETENTION, relayed events past MEGATRON_EVENTS_RETENTION"
                + " and ticks past MEGATRON_PRICING_TICK_RETENTION";
    }

    @Override
    public String schedule() {
        return "0 30 3 * * ?";
    }

    @Override
    public List<Phase<?>> phases() {
        Duration kept = settings.retention();
        return List.of(
                new Purging("purge-executions", kept, () -> runs.purgeExecutions(kept, PIECE)),
                new Purging("purge-runs", kept, () -> runs.purgeRuns(kept, PIECE)),
                new Purging("purge-requests", requests.retention(), () -> requests.forget(PIECE)),
                new Purging("purge-events", events.retention(), () -> events.forget(PIECE)),
                new Purging("purge-ticks", ticks.retention(), ticks::forget));
    }

    /** Piece by piece, each a transaction of its own, so that nobody waits for one for long. */
    private record Purging(String name, Duration retention, LongSupplier purge)
            implements Phase<String> {

        @Override
        public long count(Run run) {
            return 1;
        }

        @Override
        public List<String> due(Run run, Optional<String> after, int limit) {
            return after.isEmpty() ? List.of("records") : List.of();
        }

        @Override
        public String key(String item) {
            return item;
        }

        @Override
        public Outcome<Effect> work(Run run, String item) {
            if (run.preview()) {
                return Outcome.accepted(
                        new Effect(
                                true,
                                "what is older than %d days goes".formatted(retention.toDays())));
            }
            long purged = 0;
            long last = PIECE;
            while (last == PIECE) {
                last = purge.getAsLong();
                purged += last;
            }
            return Outcome.accepted(new Effect(purged > 0, purged + " records deleted"));
        }
    }
}
