package io.megatron.mapper.custody;

import io.megatron.mapper.ids.RescanId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A range of blocks that an operator wants to be read again.
 *
 * @param nextBlock the next to be read; above {@code toBlock} when it is done
 * @param found how many deposits nobody had seen
 */
public record Rescan(
        RescanId id,
        long fromBlock,
        long toBlock,
        long nextBlock,
        long found,
        UUID requestedBy,
        String reason,
        Instant requestedAt,
        @Nullable Instant finishedAt) {}
