package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PaymentsResultTest {
    @Test
    void payments_are_compared_with_what_the_chain_takes() {
        CaseResult deposits =
                new PaymentsResult(
                        "deposits", 1000, 520, 400, Reconciled.YES, OptionalLong.of(400));

        assertThat(deposits.toJson())
                .hasToString(
                        "{\"case\":\"deposits\",\"payments\":1000,\"payments_per_s\":520.0,"
                                + "\"ratio_to_transfers\":1.300,\"transfers_per_s\":400.0,"
                                + "\"reconciled\":true,\"server_rss_mb\":400}");
    }
}
