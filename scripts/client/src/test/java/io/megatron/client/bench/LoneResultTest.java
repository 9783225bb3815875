package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoneResultTest {
    @Test
    void a_lone_caller_is_compared_with_the_bare_service() {
        assertThat(new LoneResult(TradingResultTest.FLAWLESS, 3.0853).toJson())
                .hasToString(
                        "{\"case\":\"lone\",\"p50_ms\":12.341,\"p99_ms\":45.68,"
                                + "\"bare_p50_ms\":3.085,\"p50_to_bare\":4.00,\"failed\":0,"
                                + "\"aborts\":0,\"reconciled\":true}");
    }
}
