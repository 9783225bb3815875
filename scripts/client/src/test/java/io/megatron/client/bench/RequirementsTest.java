package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RequirementsTest {
    @Test
    void what_was_required_and_reached_gives_no_reason_to_complain() {
        assertThat(
                        new Requirements(0.35, null, 512L, null, null)
                                .complaints(List.of(TradingResultTest.FLAWLESS)))
                .isEmpty();
    }

    @Test
    void everything_that_was_required_and_missed_is_said() {
        TradingResult bad =
                TradingResultTest.hot(0.2, Map.of("BOOK_FULL", 3L), 2, OptionalLong.of(600));

        assertThat(new Requirements(0.3, null, 512L, null, null).complaints(List.of(bad)))
                .containsExactly(
                        "hot: 3 calls failed {BOOK_FULL=3}, 2 aborts, reconciled: yes",
                        "hot reaches 0.200 of the limit, 0.3 is required",
                        "hot: the server had 600 MB resident, 512 are allowed");
    }

    @Test
    void what_trades_keep_of_their_rate_beside_a_reconciliation_can_be_required() {
        CaseResult looked = new ReconciliationResult(3, 120, 24.04, 2000, 1900);
        Requirements most = new Requirements(null, 0.95, null, null, null);

        assertThat(looked.toJson())
                .hasToString(
                        "{\"case\":\"reconciliation\",\"runs\":3,\"pieces\":120,\"seconds\":24.0,"
                                + "\"trades_per_s_alone\":2000,\"trades_per_s_beside\":1900,"
                                + "\"ratio_to_alone\":0.950}");
        assertThat(most.complaints(List.of(looked))).isEmpty();
        assertThat(new Requirements(null, 0.96, null, null, null).complaints(List.of(looked)))
                .containsExactly(
                        "beside the reconciliation trades keep 0.950 of their rate, 0.96 is"
                                + " required");
    }
}
