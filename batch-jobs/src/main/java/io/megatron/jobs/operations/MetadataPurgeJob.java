package io.megatron.jobs.operations;

import io.megatron.core.Outcome;
import io.megatron.core.operations.WorkingRuns;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.JobSettings;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongBiFunction;
import org.springframework.stereotype.Component;

/**
 * Deletes records of runs that ended long ago. Never one that has not ended, never the record of
 * what operators did, never anything of the book.
 */
@Component
class MetadataPurgeJob implements ExchangeJob {
    private static final int PIECE = 500;

    private final WorkingRuns runs;
    private final JobSettings settings;

    MetadataPurgeJob(WorkingRuns runs, JobSettings settings) {
        this.runs = runs;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "metadata-purge";
    }

    @Override
    public String description() {
        return "Deletes records of runs that ended longer ago than MEGATRON_JOBS_RETENTION";
    }

    @Override
    public String schedule() {
        return "0 30 3 * * ?";
    }

    @Override
    public List<Phase<?>> phases() {
        return List.of(
                new Purging("purge-executions", (age, limit) -> runs.purgeExecutions(age, limit)),
                new Purging("purge-runs", (age, limit) -> runs.purgeRuns(age, limit)));
    }

    private final class Purging implements Phase<String> {
        private final String name;
        private final ToLongBiFunction<Duration, Integer> purge;

        Purging(String name, ToLongBiFunction<Duration, Integer> purge) {
            this.name = name;
            this.purge = purge;
        }

        @Override
        public String name() {
            return name;
        }

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
                                "what ended more than %d days ago goes"
                                        .formatted(settings.retention().toDays())));
            }
            long purged = 0;
            long last = PIECE;
            while (last == PIECE) {
                last = purge.applyAsLong(settings.retention(), PIECE);
                purged += last;
            }
            return Outcome.accepted(new Effect(purged > 0, purged + " records deleted"));
        }
    }
}
