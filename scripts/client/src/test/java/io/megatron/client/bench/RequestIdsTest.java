package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestIdsTest {

    @Test
    void they_begin_with_the_time_they_were_made_at() {
        long before = System.currentTimeMillis();

        List<UUID> ids =
                Stream.generate(RequestIds::next).limit(1_000).map(UUID::fromString).toList();

        long after = System.currentTimeMillis();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids)
                .allSatisfy(
                        id -> {
                            assertThat(id.version()).isEqualTo(7);
                            assertThat(id.variant()).isEqualTo(2);
                            assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, after);
                        });
    }
}
