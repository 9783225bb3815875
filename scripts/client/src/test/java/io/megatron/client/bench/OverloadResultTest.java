package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OverloadResultTest {
    @Test
    void an_overload_says_what_is_left_of_the_peak() {
        OpenResult meanwhile =
                new OpenResult(
                        "open_overload",
                        9_734,
                        2433.6,
                        900,
                        1300.5,
                        1500,
                        Map.of("SERVER_BUSY", 7L),
                        BookFigures.NONE,
                        Reconciled.YES,
                        OptionalLong.empty());
        assertThat(
                        new OverloadResult(
                                        TradingResultTest.FLAWLESS,
                                        meanwhile,
                                        TradingResultTest.FLAWLESS)
                                .toJson())
                .hasToString(
                        "{\"case\":\"overload\",\"due_per_s\":9734,\"peak_per_s\":4867,"
                                + "\"goodput_per_s\":2434,\"goodput_to_peak\":0.500,"
                                + "\"p99_ms\":1300.5,\"recovered_to_peak\":1.000,"
                                + "\"refused\":{\"SERVER_BUSY\":7}}");
    }
}
