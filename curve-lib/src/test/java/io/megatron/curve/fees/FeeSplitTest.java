package io.megatron.curve.fees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.curve.money.Usdc;
import io.megatron.curve.properties.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeeSplitTest {

    @ParameterizedTest(name = "of {0} the platform gets {2}, LPs {3}")
    @CsvSource({
        "1, true, 0.1, 0.9",
        "0.000009, true, 0, 0.000009",
        "0.000019, true, 0.000001, 0.000018",
        "0, true, 0, 0",
        "1, false, 1, 0",
        "0.000009, false, 0.000009, 0",
    })
    void a_tenth_rounded_down_is_the_platforms_and_all_of_it_without_lps(
            String fee, boolean lps, String platform, String rest) {
        assertThat(FeeSplit.of(Usdc.parse(fee), lps))
                .isEqualTo(new FeeSplit(Usdc.parse(platform), Usdc.parse(rest)));
    }

    @Test
    void nothing_of_a_fee_is_lost() {
        Property.holds(
                chance -> Usdc.ofMicros(chance.upTo(Usdc.MAX_MICROS)),
                fee -> {
                    FeeSplit split = FeeSplit.of(fee, true);
                    assertThat(split.platform().plus(split.lps())).isEqualTo(fee);
                    long tenths = fee.micros() - 10 * split.platform().micros();
                    assertThat(tenths).isBetween(0L, 9L);
                });
    }

    @Test
    void a_negative_fee_is_a_bug() {
        assertThatThrownBy(() -> FeeSplit.of(Usdc.ofMicros(-1), true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
