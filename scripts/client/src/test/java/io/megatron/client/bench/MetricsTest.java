package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.client.ClientException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final String TEXT =
            """
            # HELP megatron_book_aborts_total Write conflicts; has to stay 0
            # TYPE megatron_book_aborts_total counter
            megatron_book_aborts_total 2.0
            megatron_book_batch_size_count 10
            megatron_book_batch_size_sum 355.0
            megatron_book_write_seconds_sum 0.25
            calls_total{method="Buy",status="OK"} 1.5E3
            calls_total{method="Sell {x}",status="OK"} 500.0
            strange{le="+Inf"} +Inf
            """;

    @Test
    void samples_of_one_name_are_added_up() {
        assertThat(Metrics.parse(TEXT).required("calls_total")).isEqualTo(2000);
        assertThat(Metrics.parse(TEXT).required("strange")).isInfinite();
    }

    @Test
    void a_metric_that_is_not_shown_is_named() {
        assertThatThrownBy(() -> Metrics.parse(TEXT).required("nothing_total"))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("nothing_total");
    }

    @Test
    void the_book_is_looked_at_between_two_moments() {
        BookFigures before = new BookFigures(1, 2, 55, 0.05);

        BookFigures meanwhile = BookFigures.of(Metrics.parse(TEXT)).since(before);

        assertThat(meanwhile.aborts()).isEqualTo(1);
        assertThat(meanwhile.commandsPerBatch()).isEqualTo(37.5);
        assertThat(meanwhile.writeMillisPerBatch()).isEqualTo(25, Offset.offset(1e-9));
    }
}
