package io.megatron.core.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.TestDatabases;
import io.megatron.mapper.operations.JobRun;
import io.megatron.mapper.operations.JobState;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AskingForRunsTest {
    private static final Instant SLOT = Instant.parse("2030-01-01T00:05:00Z");

    private Exchange exchange;

    @BeforeEach
    void start() {
        exchange = Exchange.on(TestDatabases.fresh("slots"));
        runs().register("due-work", "does what is due", "0 0/5 * * * ?", false);
        runs().register("daily-work", "does the work of a day", "0 0/5 * * * ?", true);
    }

    @AfterEach
    void close() {
        exchange.close();
    }

    @Test
    void a_slot_asks_for_no_run_of_due_work_while_that_of_an_earlier_one_waits_or_is_worked_on() {
        schedule("due-work", 0);
        schedule("due-work", 5);
        assertThat(open("due-work")).as("one waits").isEqualTo(1);
        JobRun taken = runs().claim("a node").orElseThrow();
        schedule("due-work", 10);
        assertThat(open("due-work")).as("one is worked on").isEqualTo(1);

        runs().end(taken.id(), "a node", JobState.FAILED, Optional.of("a test"));
        schedule("due-work", 15);
        schedule("due-work", 15);

        assertThat(open("due-work")).isEqualTo(1);
        assertThat(exchange.database().count("job_runs where job = 'due-work'")).isEqualTo(2);
    }

    @Test
    void every_slot_asks_for_the_work_of_a_day() {
        schedule("daily-work", 0);
        schedule("daily-work", 5);
        schedule("daily-work", 5);

        assertThat(open("daily-work")).isEqualTo(2);
    }

    private void schedule(String job, long minutes) {
        exchange.use(AskingForRuns.class).runBySchedule(job, SLOT.plusSeconds(60 * minutes));
    }

    private long open(String job) {
        return exchange.database()
                .count("job_runs where state in ('REQUESTED', 'RUNNING') and job = '" + job + "'");
    }

    private WorkingRuns runs() {
        return exchange.use(WorkingRuns.class);
    }
}
