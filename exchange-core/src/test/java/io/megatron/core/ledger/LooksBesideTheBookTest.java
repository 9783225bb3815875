package io.megatron.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.testing.Exchange;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What a long look leaves to trades (docs/decisions/0101). */
class LooksBesideTheBookTest {
    @Test
    void they_have_one_processor_and_find_entries_that_no_vacuum_has_seen() throws SQLException {
        try (Exchange exchange = Exchange.fresh();
                Connection reads = exchange.use(DataSource.class).getConnection()) {
            assertThat(asked(reads, "show application_name")).isEqualTo("megatron-reads");
            assertThat(asked(reads, "show max_parallel_workers_per_gather")).isEqualTo("0");
            assertThat(
                            asked(
                                    reads,
                                    "select reloptions from pg_class"
                                            + " where relname = 'entries_by_transfer'"))
                    .isEqualTo("{autosummarize=on,pages_per_range=128}");
        }
    }

    private static String asked(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            assertThat(answer.next()).isTrue();
            return answer.getString(1);
        }
    }
}
