package io.megatron.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.megatron.core.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the chain is, as it is configured. */
class CustodySettingsTest {
    private static final String USDC = "0xaf88d065e77c8cC2239327C5EDb3A432268e5831";

    private static CustodySettings settings(String rpcUrl, String token) {
        return new CustodySettings(rpcUrl, token, true, null, null, Secret.of(""), null, "");
    }

    @Test
    void several_nodes_are_separated_by_commas() {
        assertThat(settings("https://one.example/key, http://127.0.0.1:8545", USDC).nodes())
                .extracting(Object::toString)
                .containsExactly("https://one.example/key", "http://127.0.0.1:8545");
        assertThat(settings("", USDC).nodes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://one.example/secret|key",
                "https://one.example/secret%zzkey",
                "ftp://one.example/secretkey",
                "one.example/secretkey",
                "https:///secretkey",
                "http://127.0.0.1:8545, secretkey"
            })
    void what_is_no_address_is_refused_and_not_repeated(String rpcUrl) {
        StringWriter told = new StringWriter();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(rpcUrl, USDC))
                .withMessageContaining("MEGATRON_RPC_URL")
                .satisfies(failure -> failure.printStackTrace(new PrintWriter(told)));

        assertThat(told.toString()).doesNotContain("secret");
    }

    @Test
    void a_mistyped_token_is_refused_with_what_to_do() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("", USDC.replace('f', 'F')))
                .withMessageContaining("MEGATRON_USDC_ADDRESS")
                .withMessageContaining("checksum");
    }
}
