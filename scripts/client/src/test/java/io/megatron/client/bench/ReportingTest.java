package io.megatron.client.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReportingTest {
    @Test
    void a_table_has_the_columns_that_its_cases_fill() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        CaseResult limit = LimitResultTest.LIMIT;
        CaseResult refunds =
                new RefundsResult(
                        "refunds",
                        100,
                        50.4,
                        Double.NaN,
                        Reconciled.NO,
                        OptionalLong.empty(),
                        Double.NaN);

        new Reporting.Tables(new PrintStream(text, true, UTF_8)).end(List.of(limit, refunds));

        assertThat(text.toString(UTF_8).lines())
                .containsExactly(
                        "case     a second  of limit  reconciled  batch  server RSS MB",
                        "limit       14785      1.00              256.0",
                        "refunds        50         -  NO                             -");
    }
}
