package io.megatron.client.bench;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.JsonLine;

/**
 * A job that looks at all the books beside trades.
 *
 * @param runs how often it was through
 * @param pieces in how many pieces, over all runs, those of one that was stopped among them
 * @param seconds what the runs took, with the rests between pieces
 * @param tradesPerSecondAlone the mean of before and after
 * @param tradesPerSecond what callers reached beside it
 */
record ReconciliationResult(
        long runs, long pieces, double seconds, double tradesPerSecondAlone, double tradesPerSecond)
        implements CaseResult {
    @Override
    public String name() {
        return Case.RECONCILIATION.word();
    }

    /** What of their rate traders keep. */
    double ratioToAlone() {
        return tradesPerSecond / tradesPerSecondAlone;
    }

    @Override
    public Row row() {
        return Row.of(name(), tradesPerSecond).figure(Column.OF_ALONE, ratioToAlone(), 2);
    }

    @Override
    public JsonLine toJson() {
        return new JsonLine()
                .put("case", name())
                .put("runs", runs)
                .put("pieces", pieces)
                .put("seconds", seconds, 1)
                .put("trades_per_s_alone", tradesPerSecondAlone, 0)
                .put("trades_per_s_beside", tradesPerSecond, 0)
                .put("ratio_to_alone", ratioToAlone(), 3);
    }
}
