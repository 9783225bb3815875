package io.megatron.core.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as people write them, with the examples of EIP-55. */
class Eip55Test {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0xde709f2102306220921060314715629080e2fb77",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
            })
    void what_is_read_is_written_again(String address) {
        assertThat(Eip55.format(Eip55.parse(address))).isEqualTo(address);
        assertThat(Eip55.parse(address.toLowerCase(Locale.ROOT))).isEqualTo(Eip55.parse(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDB"
            })
    void a_wrong_checksum_is_refused(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Eip55.parse(address))
                .withMessageContaining("checksum");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAedd",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
                " 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "vitalik.eth"
            })
    void what_is_no_address_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Eip55.parse(text))
                .withMessageContaining("forty hexadecimal digits");
    }
}
