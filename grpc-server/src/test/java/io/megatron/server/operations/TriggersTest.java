package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.megatron.operations.v1.Job;
import io.megatron.operations.v1.PauseScheduleRequest;
import io.megatron.operations.v1.ResetTriggerRequest;
import io.megatron.operations.v1.TriggerState;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Triggers as operators see them, on a node that looks after schedules. */
class TriggersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private static Path folder;

    private static OperatorDesk desk;
    private static Person ops;

    @BeforeAll
    static void start() throws IOException {
        desk = OperatorDesk.open(folder, Map.of("MEGATRON_JOBS_SCHEDULED", "true"));
        ops = desk.ops();
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    @Test
    void a_trigger_in_error_is_seen_and_made_anew_and_fires_when_the_schedule_says()
            throws SQLException {
        state("fee-collection", "ERROR");
        Job broken = desk.job("fee-collection");
        ResetTriggerRequest request = resetting("fee-collection");

        boolean first = ops.jobs().resetTrigger(request).getReplayed();
        boolean again = ops.jobs().resetTrigger(request).getReplayed();
        awaitState("fee-collection", TriggerState.TRIGGER_STATE_NORMAL);
        Job whole = desk.job("fee-collection");

        assertThat(broken.getTriggerState()).isEqualTo(TriggerState.TRIGGER_STATE_ERROR);
        assertThat(first).isFalse();
        assertThat(again).isTrue();
        assertThat(whole.getNextFireAt()).isEqualTo(whole.getNextRunAt());
        assertThat(whole.hasLastRun()).isFalse();
    }

    @Test
    void a_trigger_that_nobody_fires_is_overdue_and_one_put_aside_is_blocked() throws SQLException {
        state("vesting-unlocks", "BLOCKED");
        TriggerState blocked = desk.job("vesting-unlocks").getTriggerState();
        takenAndLost("lp-withdrawals");
        TriggerState overdue = desk.job("lp-withdrawals").getTriggerState();

        assertThat(blocked).isEqualTo(TriggerState.TRIGGER_STATE_BLOCKED);
        assertThat(overdue).isEqualTo(TriggerState.TRIGGER_STATE_OVERDUE);
    }

    @Test
    void a_paused_schedule_has_no_trigger_and_a_reset_makes_it_none() {
        ops.jobs()
                .pauseSchedule(
                        PauseScheduleRequest.newBuilder()
                                .setRequestId(newId())
                                .setJob("metadata-purge")
                                .setReason("a test")
                                .build());
        awaitState("metadata-purge", TriggerState.TRIGGER_STATE_ABSENT);

        Job reset = ops.jobs().resetTrigger(resetting("metadata-purge")).getJob();

        assertThat(reset.getPaused()).isTrue();
        assertThat(Failure.of(() -> ops.jobs().resetTrigger(resetting("no-such-job"))).reason())
                .isEqualTo("JOB_NOT_FOUND");
    }

    private static ResetTriggerRequest resetting(String job) {
        return ResetTriggerRequest.newBuilder()
                .setRequestId(newId())
                .setJob(job)
                .setReason("a test")
                .build();
    }

    private static void awaitState(String job, TriggerState state) {
        await().atMost(PATIENCE).until(() -> desk.job(job).getTriggerState() == state);
    }

    private static void state(String job, String state) throws SQLException {
        execute(
                "update qrtz_triggers set trigger_state = '%s' where trigger_name = '%s'"
                        .formatted(state, job));
    }

    /** A trigger whose node took it to fire it, and was gone. */
    private static void takenAndLost(String job) throws SQLException {
        execute(
                "update qrtz_triggers set trigger_state = 'ACQUIRED', next_fire_time = %d where"
                                .formatted(Instant.now().minusSeconds(90).toEpochMilli())
                        + " trigger_name = '%s'".formatted(job));
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = desk.connect()) {
            assertThat(connection.createStatement().executeUpdate(sql)).isEqualTo(1);
        }
    }
}
