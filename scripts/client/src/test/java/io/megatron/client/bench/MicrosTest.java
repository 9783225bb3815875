package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MicrosTest {

    @ParameterizedTest
    @CsvSource({
        "0.000001,1",
        "12.5,12500000",
        "7,7000000",
        "0,0",
        "999999999999.999999,999999999999999999"
    })
    void amounts_are_read_as_the_wire_writes_them(String amount, long micros) {
        assertThat(Micros.parse(amount)).isEqualTo(micros);
        assertThat(Micros.parse(Micros.format(micros))).isEqualTo(micros);
    }
}
