package io.megatron.client.bench;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.JsonLine;

/**
 * What another node on the same database costs or brings.
 *
 * @param one trades a second through one node, the mean of before and after
 * @param both trades a second through both
 * @param leastShare of all commands, of the node that got fewer answered
 */
record TwoNodesResult(double one, double both, double leastShare) implements CaseResult {
    @Override
    public String name() {
        return Case.TWO_NODES.word();
    }

    double ratioToOne() {
        return both / one;
    }

    @Override
    public Row row() {
        return Row.of(name(), both).figure(Column.OF_ALONE, ratioToOne(), 2);
    }

    @Override
    public JsonLine toJson() {
        return new JsonLine()
                .put("case", name())
                .put("trades_per_s_one", one, 0)
                .put("trades_per_s_both", both, 0)
                .put("ratio_to_one", ratioToOne(), 3)
                .put("least_share", leastShare, 3);
    }
}
