package io.megatron.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.client.ClientException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @Test
    void an_address_is_read_as_it_is_written() {
        assertThat(Address.parse("localhost:9090")).isEqualTo(new Address("localhost", 9090));
        assertThat(Address.parse("[::1]:9090")).hasToString("[::1]:9090");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                ":9090",
                "localhost:",
                "localhost:x",
                "localhost:0",
                "localhost:65536"
            })
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(ClientException.class);
    }

    @Test
    void a_server_that_listens_everywhere_is_reached_on_the_loopback() {
        Installation installation =
                new Installation(
                        Map.of("MEGATRON_GRPC_ADDRESS", "0.0.0.0", "MEGATRON_GRPC_PORT", "9190"));

        assertThat(installation.grpc()).hasToString("127.0.0.1:9190");
        assertThat(installation.management()).hasToString("127.0.0.1:9091");
    }
}
