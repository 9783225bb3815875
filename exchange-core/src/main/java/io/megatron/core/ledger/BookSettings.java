package io.megatron.core.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the book is written.
 *
 * @param queueCapacity how many commands may wait before the next is refused
 * @param maxBatch how many commands one transaction takes at the most
 * @param rememberedRows how many rows of a table a node remembers from batch to batch, besides
 *     those of its last one
 * @param conflictAttempts how often a batch is tried when it meets conflicts, or when its commits
 *     are lost and turn out void
 * @param outagePatience how long a batch is repeated while the database is away
 * @param unknownPatience how long the database is asked what became of a commit that was cut off
 * @param lockTimeout how long a batch waits for the book; longer than a frozen owner may hold it
 * @param frozenOwnerTimeout after how long the database ends the transaction of whoever has the
 *     book, which frees it: a batch takes milliseconds, so its owner has stopped
 * @param statementTimeout how long one statement may take
 * @param requestRetention for how long answered requests are remembered; 90 days at the least
 */
@ConfigurationProperties("megatron.book")
public record BookSettings(
        @DefaultValue("4096") int queueCapacity,
        @DefaultValue("512") int maxBatch,
        @DefaultValue("20000") int rememberedRows,
        @DefaultValue("5") int conflictAttempts,
        @DefaultValue("3s") Duration outagePatience,
        @DefaultValue("20s") Duration unknownPatience,
        @DefaultValue("5s") Duration lockTimeout,
        @DefaultValue("2s") Duration frozenOwnerTimeout,
        @DefaultValue("10s") Duration statementTimeout,
        @DefaultValue("90d") Duration requestRetention) {
    private static final Duration LEAST_RETENTION = Duration.ofDays(90);

    public BookSettings {
        requirePositive("queue-capacity", queueCapacity);
        requirePositive("max-batch", maxBatch);
        requirePositive("remembered-rows", rememberedRows);
        requirePositive("conflict-attempts", conflictAttempts);
        if (lockTimeout.compareTo(frozenOwnerTimeout) <= 0) {
            throw new IllegalArgumentException(
                    "megatron.book.lock-timeout has to be longer than frozen-owner-timeout: whoever"
                            + " waits for the book outlasts a frozen owner");
        }
        if (requestRetention.compareTo(LEAST_RETENTION) < 0) {
            throw new IllegalArgumentException(
                    "megatron.book.request-retention has to be 90d at the least: callers count on"
                            + " it");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("megatron.book." + name + " has to be positive");
        }
    }
}
