package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TradingResultTest {
    static final TradingResult FLAWLESS = hot(0.3504, Map.of(), 0, OptionalLong.of(345));

    @Test
    void a_case_is_one_line_of_json() {
        assertThat(FLAWLESS.toJson())
                .hasToString(
                        "{\"case\":\"hot\",\"callers\":64,\"trades_per_s\":4867,\"p50_ms\":12.34,"
                            + "\"p99_ms\":45.68,\"failed\":0,\"aborts\":0,\"reconciled\":true,"
                            + "\"ratio_to_limit\":0.350,\"ratio_to_one_tx\":null,\"server_rss_mb\":345,\"batch_mean\":32.0,"
                            + "\"batch_write_ms\":5.00,\"failures\":{}}");
    }

    @Test
    void what_was_not_measured_is_null() {
        assertThat(hot(Double.NaN, Map.of("BOOK_FULL", 3L), 0, OptionalLong.empty()).toJson())
                .asString()
                .contains("\"failed\":3,")
                .contains(
                        "\"ratio_to_limit\":null,\"ratio_to_one_tx\":null,\"server_rss_mb\":null,")
                .endsWith("\"failures\":{\"BOOK_FULL\":3}}");
    }

    @Test
    void books_that_nobody_looked_at_are_neither_right_nor_wrong() {
        TradingResult unseen = hot(0.3504, Map.of(), 0, OptionalLong.of(345), Reconciled.NOT_ASKED);

        assertThat(unseen.toJson()).asString().contains("\"reconciled\":null,");
        assertThat(unseen.row().text(Row.Column.RECONCILED)).isEqualTo("not asked");
        assertThat(unseen.isFlawless()).isFalse();
        assertThat(FLAWLESS.isFlawless()).isTrue();
    }

    static TradingResult hot(
            double ratio, Map<String, Long> failures, int aborts, OptionalLong rssMb) {
        return hot(ratio, failures, aborts, rssMb, Reconciled.YES);
    }

    private static TradingResult hot(
            double ratio,
            Map<String, Long> failures,
            int aborts,
            OptionalLong rssMb,
            Reconciled reconciled) {
        return new TradingResult(
                "hot",
                64,
                4867.2,
                12.341,
                45.678,
                failures,
                new BookFigures(aborts, 10, 320, 0.05),
                reconciled,
                rssMb,
                ratio,
                Double.NaN);
    }
}
