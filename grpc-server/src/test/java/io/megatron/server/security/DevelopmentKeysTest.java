package io.megatron.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentKeysTest {
    @TempDir private Path data;

    @Test
    void the_first_start_makes_keys_that_only_the_owner_reads() throws IOException {
        DevelopmentKeys keys = new DevelopmentKeys(data);

        RSAPrivateCrtKey key = keys.make();

        assertThat(key.getModulus().bitLength()).isEqualTo(2048);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(keys.privateKeyFile())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(keys.privateKeyFile())).startsWith("-----BEGIN PRIVATE KEY");
        assertThat(Pem.readPublicKey(keys.publicKeyFile())).isEqualTo(Pem.publicKey(key));
    }

    @Test
    void the_next_start_finds_them() {
        RSAPrivateCrtKey first = new DevelopmentKeys(data).make();

        assertThat(new DevelopmentKeys(data).make()).isEqualTo(first);
    }

    @Test
    void nodes_that_start_at_once_agree_on_one_key() throws IOException {
        List<RSAPrivateCrtKey> keys =
                IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(node -> new DevelopmentKeys(data).make())
                        .distinct()
                        .toList();

        assertThat(keys).hasSize(1);
        try (var files = Files.list(data.resolve("dev-keys"))) {
            assertThat(files).hasSize(2);
        }
    }
}
