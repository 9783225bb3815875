package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.megatron.operations.v1.Job;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.UpdateScheduleRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schedules and business dates are in UTC, wherever the machine stands. */
class OddTimeZoneTest {
    private static final TimeZone USUAL = TimeZone.getDefault();
    private static final String MONDAYS = "0 30 4 ? * MON";

    @AfterEach
    void restore() {
        TimeZone.setDefault(USUAL);
    }

    @Test
    void a_machine_on_another_day_runs_jobs_on_mondays_of_utc_and_for_its_days(@TempDir Path folder)
            throws IOException, SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone(whereItIsAnotherDay()));
        assertThat(LocalDate.now()).isNotEqualTo(LocalDate.now(ZoneOffset.UTC));
        try (OperatorDesk desk =
                OperatorDesk.open(folder, Map.of("MEGATRON_JOBS_SCHEDULED", "true"))) {
            assertThat(desk.query("show timezone")).isEqualTo(TimeZone.getDefault().getID());
            desk.ops()
                    .jobs()
                    .updateSchedule(
                            UpdateScheduleRequest.newBuilder()
                                    .setRequestId(newId())
                                    .setJob("fee-collection")
                                    .setSchedule(MONDAYS)
                                    .setReason("a test")
                                    .build());
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> {
                                Job job = desk.job("fee-collection");
                                return job.getNextFireAt().equals(job.getNextRunAt());
                            });
            LocalDate before = LocalDate.now(ZoneOffset.UTC);

            Run run = desk.run("fee-collection");

            OffsetDateTime next =
                    Instant.ofEpochSecond(desk.job("fee-collection").getNextFireAt().getSeconds())
                            .atOffset(ZoneOffset.UTC);
            assertThat(next.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
            assertThat(next.toLocalTime()).isEqualTo(LocalTime.of(4, 30));
            assertThat(LocalDate.parse(run.getBusinessDate()))
                    .isBetween(before, LocalDate.now(ZoneOffset.UTC));
        }
    }

    /**
     * In the farthest east it is tomorrow after ten, and in the farthest west yesterday before
     * twelve.
     */
    private static String whereItIsAnotherDay() {
        return OffsetDateTime.now(ZoneOffset.UTC).getHour() >= 11
                ? "Pacific/Kiritimati"
                : "Etc/GMT+12";
    }
}
