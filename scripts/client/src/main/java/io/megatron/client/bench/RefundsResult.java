package io.megatron.client.bench;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.JsonLine;
import java.util.OptionalLong;

/**
 * A job that refunds the LPs of a missed funding.
 *
 * @param tradesPerSecond what callers reached beside it; NaN where nobody traded
 * @param ratioToLimit of the refunds; NaN where the limit was not measured
 */
record RefundsResult(
        String name,
        long lps,
        double refundsPerSecond,
        double tradesPerSecond,
        Reconciled reconciled,
        OptionalLong serverRssMb,
        double ratioToLimit)
        implements CaseResult {

    @Override
    public RefundsResult comparedWith(double limit) {
        return new RefundsResult(
                name,
                lps,
                refundsPerSecond,
                tradesPerSecond,
                reconciled,
                serverRssMb,
                refundsPerSecond / limit);
    }

    @Override
    public Row row() {
        return Row.of(name, refundsPerSecond)
                .figure(Column.OF_LIMIT, ratioToLimit, 2)
                .reconciled(reconciled)
                .megabytes(serverRssMb);
    }

    @Override
    public JsonLine toJson() {
        return new JsonLine()
                .put("case", name)
                .put("lps", lps)
                .put("refunds_per_s", refundsPerSecond, 0)
                .put("trades_per_s_beside", tradesPerSecond, 0)
                .put("reconciled", reconciled.json())
                .put("ratio_to_limit", ratioToLimit, 3)
                .put("server_rss_mb", serverRssMb.isPresent() ? serverRssMb.getAsLong() : null);
    }
}
