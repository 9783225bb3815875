package io.megatron.client.bench;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.JsonLine;
import java.util.OptionalLong;

/**
 * Payments that came in, or went out, by one job; all of them ended, and the chain holds what is
 * owed.
 *
 * @param count how many
 * @param perSecond of the runs of the job, from the first payment that waits to the last that
 *     ended; blocks come as soon as they are needed
 * @param transfersPerSecond what the chain takes of a caller who sends bare transfers, one after
 *     the other
 */
record PaymentsResult(
        String name,
        long count,
        double perSecond,
        double transfersPerSecond,
        Reconciled reconciled,
        OptionalLong serverRssMb)
        implements CaseResult {
    @Override
    public Row row() {
        return Row.of(name, perSecond)
                .figure(Column.OF_CHAIN, perSecond / transfersPerSecond, 2)
                .reconciled(reconciled)
                .megabytes(serverRssMb);
    }

    @Override
    public JsonLine toJson() {
        return new JsonLine()
                .put("case", name)
                .put("payments", count)
                .put("payments_per_s", perSecond, 1)
                .put("ratio_to_transfers", perSecond / transfersPerSecond, 3)
                .put("transfers_per_s", transfersPerSecond, 1)
                .put("reconciled", reconciled.json())
                .put("server_rss_mb", serverRssMb.isPresent() ? serverRssMb.getAsLong() : null);
    }
}
