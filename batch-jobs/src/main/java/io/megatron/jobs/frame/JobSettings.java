package io.megatron.jobs.frame;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a job node works.
 *
 * @param scheduled whether this node also looks after the schedules; it runs what is asked for
 *     either way
 * @param concurrentRuns how many runs it works on at once
 * @param chunk how many items are handed to the book at once
 * @param poll how often it looks for runs that wait
 * @param metadataConnections connections for Spring Batch: a run holds one for as long as it works
 *     on a chunk, and its record needs another
 * @param quartzConnections connections for Quartz
 * @param retention how long records of runs that have ended are kept
 */
@ConfigurationProperties("megatron.jobs")
public record JobSettings(
        @DefaultValue("true") boolean scheduled,
        @DefaultValue("4") int concurrentRuns,
        @DefaultValue("250") int chunk,
        @DefaultValue("500ms") Duration poll,
        @DefaultValue("6") int metadataConnections,
        @DefaultValue("3") int quartzConnections,
        @DefaultValue("90d") Duration retention) {

    public JobSettings {
        if (concurrentRuns < 1 || chunk < 1 || quartzConnections < 2) {
            throw new IllegalArgumentException(
                    "megatron.jobs.concurrent-runs and chunk have to be positive,"
                            + " quartz-connections at least 2");
        }
        if (metadataConnections <= concurrentRuns) {
            throw new IllegalArgumentException(
                    "megatron.jobs.metadata-connections has to be more than concurrent-runs: a run"
                            + " holds one for as long as it works on a chunk");
        }
        if (!poll.isPositive() || !retention.isPositive()) {
            throw new IllegalArgumentException(
                    "megatron.jobs.poll and retention have to be above zero");
        }
    }
}
