package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.megatron.client.ClientException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is refused before a server is started. */
class BenchCommandTest {
    @Test
    void tables_of_the_limit_are_not_filled_with_what_cannot_be() {
        assertThat(refused("limit", "--limit-trades", "-1"))
                .isEqualTo("--limit-trades must not be negative");
        assertThat(refused("limit", "--limit-trades", "100", "--limit-users", "9999"))
                .startsWith("--limit-users must be 10000 at least");
        assertThat(refused("limit", "--limit-users", "20000"))
                .isEqualTo("--limit-users needs --limit-trades");
        assertThat(refused("hot", "--limit-trades", "100"))
                .isEqualTo("--limit-trades needs the case limit");
    }

    @Test
    void nothing_is_required_of_books_that_nobody_looks_at() {
        assertThat(refused("hot,limit", "--no-reconciliation", "--require-ratio", "0.3"))
                .endsWith("do not go with --no-reconciliation");
        assertThat(refused("prices", "--no-reconciliation", "--require-price-p99-ms", "500"))
                .endsWith("do not go with --no-reconciliation");
    }

    @Test
    void nothing_is_required_of_a_case_that_is_not_measured() {
        assertThat(refused("hot", "--require-growth", "2"))
                .isEqualTo("--require-growth needs the case soak");
        assertThat(refused("hot", "--require-ratio", "0.3"))
                .isEqualTo("--require-ratio needs the case hot and the case limit");
        assertThat(refused("limit", "--require-ratio", "0.3")).startsWith("--require-ratio needs");
        assertThat(refused("hot,limit", "--require-beside", "0.9"))
                .isEqualTo("--require-beside needs the case reconciliation");
        assertThat(refused("hot,limit", "--require-price-p99-ms", "9"))
                .isEqualTo("--require-price-p99-ms needs the case prices");
    }

    private static String refused(String... words) {
        BenchCommand bench = new BenchCommand();
        new CommandLine(bench)
                .parseArgs(
                        Stream.concat(Stream.of("--run", "no/script"), Stream.of(words))
                                .toArray(String[]::new));
        ClientException refusal = catchThrowableOfType(ClientException.class, bench::call);
        assertThat(refusal.isMisuse()).isTrue();
        return String.valueOf(refusal.getMessage());
    }
}
