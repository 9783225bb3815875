package io.megatron.mapper.ledger;

import java.util.UUID;

/**
 * Which rows a batch changed, for the nodes that did not write it.
 *
 * @param batch its number
 * @param batchIdBefore the id of the batch that it was written after
 * @param changed keys by table
 */
public record BatchChanges(long batch, UUID batchId, UUID batchIdBefore, byte[] changed) {

    /** Whether it was written right behind where the book stood. */
    public boolean follows(BookState state) {
        return batch == state.lastBatch() + 1 && batchIdBefore.equals(state.lastBatchId());
    }

    /** Whether it was written right behind another one. */
    public boolean follows(BatchChanges other) {
        return batch == other.batch + 1 && batchIdBefore.equals(other.batchId);
    }

    /** Whether the book stands where it left it. */
    public boolean leadsTo(BookState state) {
        return batch == state.lastBatch() && batchId.equals(state.lastBatchId());
    }
}
