package io.megatron.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://127.0.0.1:5432/megatron?user=megatron_app",
                "jdbc:postgresql://127.0.0.2:5432/megatron",
                "jdbc:postgresql://localhost/megatron",
                "jdbc:postgresql://[::1]:5432/megatron",
                "jdbc:postgresql://192.0.2.1:5432,127.0.0.1:5432/megatron",
                "jdbc:postgresql:megatron"
            })
    void loopback_is_this_machine(String url) {
        assertThat(new DatabaseAddress(url).isOnThisMachine()).isTrue();
    }

    @Test
    void an_address_of_its_own_is_this_machine() throws SocketException {
        assertThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
                .extracting(InetAddress::getHostAddress)
                .filteredOn(address -> !address.contains("%"))
                .isNotEmpty()
                .allMatch(address -> on(address.contains(":") ? "[" + address + "]" : address));
    }

    private static boolean on(String host) {
        return new DatabaseAddress("jdbc:postgresql://" + host + ":5432/megatron")
                .isOnThisMachine();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://192.0.2.1:5432/megatron?user=megatron_app",
                "jdbc:postgresql://nowhere.invalid:5432/megatron"
            })
    void another_machine_is_not_this_one(String url) {
        assertThat(new DatabaseAddress(url).isOnThisMachine()).isFalse();
    }

    @Test
    void a_password_is_never_printed() {
        DatabaseAddress address =
                new DatabaseAddress("jdbc:postgresql://h:1/megatron?user=u&password=secret");

        assertThat(address).hasToString("DatabaseAddress[h:1/megatron]");
    }
}
