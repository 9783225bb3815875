package io.megatron.client.bench;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.JsonLine;

/**
 * What Postgres can do at best.
 *
 * @param tables how large its tables were before
 * @param megabytes what they took on disk afterwards, with their indexes
 */
record LimitResult(
        int batch, double tradesPerSecond, String server, LimitTables tables, long megabytes)
        implements CaseResult {
    @Override
    public String name() {
        return Case.LIMIT.word();
    }

    @Override
    public Row row() {
        return Row.of(name(), tradesPerSecond)
                .figure(Column.OF_LIMIT, 1, 2)
                .figure(Column.BATCH, batch, 1);
    }

    @Override
    public JsonLine toJson() {
        JsonLine line =
                new JsonLine()
                        .put("case", name())
                        .put("batch", batch)
                        .put("trades_per_s", tradesPerSecond, 0)
                        .put("server", server);
        return tables.areFilled()
                ? line.put("filled_trades", tables.trades())
                        .put("filled_users", tables.users())
                        .put("tables_mb", megabytes)
                : line;
    }
}
