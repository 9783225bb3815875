package io.megatron.client.bench;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.JsonLine;
import java.util.Map;

/**
 * What is left of a server that is given twice what it can do.
 *
 * @param before what callers reach
 * @param meanwhile what came of twice that rate
 * @param after what callers reach from a second later on
 */
record OverloadResult(TradingResult before, OpenResult meanwhile, TradingResult after)
        implements CaseResult {
    @Override
    public String name() {
        return Case.OVERLOAD.word();
    }

    double goodputToPeak() {
        return meanwhile.tradesPerSecond() / before.tradesPerSecond();
    }

    double recoveredToPeak() {
        return after.tradesPerSecond() / before.tradesPerSecond();
    }

    @Override
    public Map<String, Long> failures() {
        return meanwhile.failures();
    }

    @Override
    public Row row() {
        return Row.of(name(), meanwhile.tradesPerSecond())
                .count(Column.DUE, meanwhile.due())
                .figure(Column.P99, meanwhile.p99Millis(), 1)
                .count(Column.FAILED, Failures.count(failures()))
                .figure(Column.OF_ALONE, goodputToPeak(), 2);
    }

    @Override
    public JsonLine toJson() {
        return new JsonLine()
                .put("case", name())
                .put("due_per_s", meanwhile.due())
                .put("peak_per_s", before.tradesPerSecond(), 0)
                .put("goodput_per_s", meanwhile.tradesPerSecond(), 0)
                .put("goodput_to_peak", goodputToPeak(), 3)
                .put("p99_ms", meanwhile.p99Millis(), 1)
                .put("recovered_to_peak", recoveredToPeak(), 3)
                .put("refused", Failures.json(failures()));
    }
}
