package io.megatron.core.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.testing.Exchange;
import io.megatron.mapper.operations.ReconciliationMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a look at the books asks Postgres to do before it asks for entries. */
@Timeout(60)
class SummarizingEntriesTest {
    private static final Exchange exchange = Exchange.fresh();

    /** Four ranges of 128 pages, of which an empty table has the first summarized already. */
    @BeforeAll
    static void many() throws SQLException {
        try (Connection connection = exchange.database().asSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("alter index entries_by_transfer set (autosummarize = off)");
            statement.execute("alter table entries set (autovacuum_enabled = off)");
            statement.execute("set session_replication_role = replica");
            statement.execute(
                    "insert into entries select 900000000, i, i, 1, i, now() from"
                            + " generate_series(1, 60000) i");
        }
    }

    @AfterAll
    static void close() {
        exchange.close();
    }

    @Test
    void what_is_full_is_summarized_once_and_nobody_waits_for_it() throws SQLException {
        try (Connection vacuum = exchange.database().asSuperuser();
                Statement statement = vacuum.createStatement()) {
            vacuum.setAutoCommit(false);
            statement.execute("lock table entries in share update exclusive mode");

            assertThat(summarize()).as("while somebody else has the lock of VACUUM").isZero();

            vacuum.rollback();
        }
        assertThat(summarize()).isEqualTo(3);
        assertThat(summarize()).as("when all of it is").isZero();
    }

    private static int summarize() {
        return exchange.use(BesideTheBook.class)
                .write(exchange.use(ReconciliationMapper.class)::summarizeEntries);
    }
}
