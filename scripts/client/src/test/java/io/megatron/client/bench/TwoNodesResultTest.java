package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TwoNodesResultTest {
    @Test
    void two_nodes_are_compared_with_one() {
        assertThat(new TwoNodesResult(5_000, 4_500, 0.48).toJson())
                .hasToString(
                        "{\"case\":\"two_nodes\",\"trades_per_s_one\":5000,"
                                + "\"trades_per_s_both\":4500,\"ratio_to_one\":0.900,"
                                + "\"least_share\":0.480}");
    }
}
