package io.megatron.client.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CaseResultTest {
    private static final CaseResult.Trading FLAWLESS =
            hot(0.3504, Map.of(), 0, OptionalLong.of(345));

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
    void the_limit_names_its_server() {
        assertThat(new CaseResult.Limit(256, 14785.4, "PostgreSQL 18.1").toJson())
                .hasToString(
                        "{\"case\":\"limit\",\"batch\":256,\"trades_per_s\":14785,"
                                + "\"server\":\"PostgreSQL 18.1\"}");
    }

    @Test
    void payments_are_compared_with_what_the_chain_takes() {
        CaseResult deposits =
                new CaseResult.Payments("deposits", 1000, 520, 400, true, OptionalLong.of(400));

        assertThat(deposits.toJson())
                .hasToString(
                        "{\"case\":\"deposits\",\"payments\":1000,\"payments_per_s\":520.0,"
                                + "\"ratio_to_transfers\":1.300,\"transfers_per_s\":400.0,"
                                + "\"reconciled\":true,\"server_rss_mb\":400}");
    }

    @Test
    void a_table_has_the_columns_that_its_cases_fill() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        CaseResult limit = new CaseResult.Limit(256, 14785.4, "PostgreSQL 18.1");
        CaseResult refunds =
                new CaseResult.Refunds(
                        "refunds", 100, 50.4, Double.NaN, false, OptionalLong.empty(), Double.NaN);

        new Reporting.Tables(new PrintStream(text, true, UTF_8)).end(List.of(limit, refunds));

        assertThat(text.toString(UTF_8).lines())
                .containsExactly(
                        "case     a second  of limit  reconciled  batch  server RSS MB",
                        "limit       14785      1.00              256.0",
                        "refunds        50         -  NO                             -");
    }

    @Test
    void what_was_required_and_reached_gives_no_reason_to_complain() {
        assertThat(new Requirements(0.35, null, 512L, null).complaints(List.of(FLAWLESS)))
                .isEmpty();
    }

    @Test
    void everything_that_was_required_and_missed_is_said() {
        CaseResult.Trading bad = hot(0.2, Map.of("BOOK_FULL", 3L), 2, OptionalLong.of(600));

        assertThat(new Requirements(0.3, null, 512L, null).complaints(List.of(bad)))
                .containsExactly(
                        "hot: 3 calls failed {BOOK_FULL=3}, 2 aborts, reconciled: true",
                        "hot reaches 0.200 of the limit, 0.3 is required",
                        "hot: the server had 600 MB resident, 512 are allowed");
    }

    @Test
    void a_ratio_cannot_be_required_of_cases_that_have_none() {
        CaseResult limit = new CaseResult.Limit(256, 10_000, "PostgreSQL 18.1");

        assertThat(new Requirements(0.3, null, null, null).complaints(List.of(limit)))
                .containsExactly("--require-ratio needs the cases hot and limit");
    }

    @Test
    void what_trades_keep_of_their_rate_beside_a_reconciliation_can_be_required() {
        CaseResult looked = new CaseResult.Reconciliation(3, 120, 24.04, 2000, 1900);
        Requirements most = new Requirements(null, 0.95, null, null);

        assertThat(looked.toJson())
                .hasToString(
                        "{\"case\":\"reconciliation\",\"runs\":3,\"pieces\":120,\"seconds\":24.0,"
                                + "\"trades_per_s_alone\":2000,\"trades_per_s_beside\":1900,"
                                + "\"ratio_to_alone\":0.950}");
        assertThat(most.complaints(List.of(looked))).isEmpty();
        assertThat(new Requirements(null, 0.96, null, null).complaints(List.of(looked)))
                .containsExactly(
                        "beside the reconciliation trades keep 0.950 of their rate, 0.96 is"
                                + " required");
        assertThat(most.complaints(List.of(FLAWLESS)))
                .containsExactly("--require-beside needs the case reconciliation");
    }

    @Test
    void an_overload_says_what_is_left_of_the_peak() {
        CaseResult.Open meanwhile =
                new CaseResult.Open(
                        "open_overload",
                        9_734,
                        2433.6,
                        900,
                        1300.5,
                        1500,
                        Map.of("SERVER_BUSY", 7L),
                        BookFigures.NONE,
                        true,
                        OptionalLong.empty());
        assertThat(new CaseResult.Overload(FLAWLESS, meanwhile, FLAWLESS).toJson())
                .hasToString(
                        "{\"case\":\"overload\",\"due_per_s\":9734,\"peak_per_s\":4867,"
                                + "\"goodput_per_s\":2434,\"goodput_to_peak\":0.500,"
                                + "\"p99_ms\":1300.5,\"recovered_to_peak\":1.000,"
                                + "\"refused\":{\"SERVER_BUSY\":7}}");
    }

    @Test
    void two_nodes_are_compared_with_one() {
        assertThat(new CaseResult.TwoNodes(5_000, 4_500, 0.48).toJson())
                .hasToString(
                        "{\"case\":\"two_nodes\",\"trades_per_s_one\":5000,"
                                + "\"trades_per_s_both\":4500,\"ratio_to_one\":0.900,"
                                + "\"least_share\":0.480}");
    }

    private static CaseResult.Trading hot(
            double ratio, Map<String, Long> failures, int aborts, OptionalLong rssMb) {
        BookFigures book = new BookFigures(aborts, 10, 320, 0.05);
        return new CaseResult.Trading(
                "hot", 64, 4867.2, 12.341, 45.678, failures, book, true, rssMb, ratio, Double.NaN);
    }
}
