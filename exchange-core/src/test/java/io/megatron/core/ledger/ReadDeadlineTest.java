package io.megatron.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.core.operations.Reconciling;
import io.megatron.core.testing.Exchange;
import io.megatron.mapper.operations.ReconciliationMapper;
import io.megatron.mapper.operations.ReconciliationMapper.ReconciledTable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessException;

class ReadDeadlineTest {

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void a_read_that_would_wait_for_ever_ends_with_its_callers_deadline() throws SQLException {
        try (Exchange exchange = Exchange.fresh();
                Connection owner = DriverManager.getConnection(exchange.database().ownerUrl());
                Statement statement = owner.createStatement()) {
            ReconciliationMapper reading = exchange.use(ReconciliationMapper.class);
            owner.setAutoCommit(false);
            statement.execute("lock table trades in access exclusive mode");

            assertThatThrownBy(
                            () ->
                                    ReadDeadline.during(
                                            Deadline.after(Duration.ofMillis(300)),
                                            () -> reading.count(ReconciledTable.TRADES)))
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("canceling statement");

            owner.rollback();
            assertThat(reading.count(ReconciledTable.TRADES)).isZero();
        }
    }

    @Test
    void a_look_at_all_books_ends_once_its_caller_has_given_up() {
        try (Exchange exchange = Exchange.fresh()) {
            AtomicInteger asked = new AtomicInteger();
            Deadline soon = Deadline.none().orWhen(() -> asked.incrementAndGet() > 1);

            assertThatThrownBy(
                            () ->
                                    ReadDeadline.during(
                                            soon, exchange.use(Reconciling.class)::reconcile))
                    .isInstanceOf(BookException.DeadlinePassed.class);
            assertThat(asked).hasValue(2);
        }
    }
}
