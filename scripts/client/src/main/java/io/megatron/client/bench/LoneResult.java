package io.megatron.client.bench;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.JsonLine;
import java.util.Map;

/**
 * How long a lone caller waits for a trade, beside the least that a durable answer costs.
 *
 * @param trading what a lone caller meets
 * @param bareP50Millis of the bare service, the mean of before and after
 */
record LoneResult(TradingResult trading, double bareP50Millis) implements CaseResult {
    @Override
    public String name() {
        return Case.LONE.word();
    }

    double p50ToBare() {
        return trading.p50Millis() / bareP50Millis;
    }

    @Override
    public Map<String, Long> failures() {
        return trading.failures();
    }

    @Override
    public Row row() {
        return Row.of(name(), trading.tradesPerSecond())
                .count(Column.CALLERS, trading.callers())
                .figure(Column.P50, trading.p50Millis(), 2)
                .figure(Column.P99, trading.p99Millis(), 1)
                .figure(Column.P50_OF_BARE, p50ToBare(), 2)
                .count(Column.FAILED, trading.failed())
                .count(Column.ABORTS, trading.aborts())
                .reconciled(trading.reconciled());
    }

    @Override
    public JsonLine toJson() {
        return new JsonLine()
                .put("case", name())
                .put("p50_ms", trading.p50Millis(), 3)
                .put("p99_ms", trading.p99Millis(), 2)
                .put("bare_p50_ms", bareP50Millis, 3)
                .put("p50_to_bare", p50ToBare(), 2)
                .put("failed", trading.failed())
                .put("aborts", trading.aborts())
                .put("reconciled", trading.reconciled().json());
    }
}
