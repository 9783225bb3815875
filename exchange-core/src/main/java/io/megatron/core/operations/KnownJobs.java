package io.megatron.core.operations;

import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.mapper.operations.JobMapper;
import io.megatron.mapper.operations.JobRun;
import io.megatron.mapper.operations.JobSchedule;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Which jobs and runs there are, and what is said of one that there is not. */
@Component
final class KnownJobs {
    private final JobMapper jobs;

    KnownJobs(JobMapper jobs) {
        this.jobs = jobs;
    }

    Optional<JobSchedule> schedule(String job) {
        return jobs.schedules().stream().filter(schedule -> schedule.job().equals(job)).findFirst();
    }

    Optional<JobRun> run(UUID run) {
        return jobs.run(run).stream().findFirst();
    }

    JobRun existing(UUID run) {
        return run(run).orElseThrow();
    }

    Refusal unknownJob(String job) {
        String known =
                jobs.schedules().stream().map(JobSchedule::job).collect(Collectors.joining(", "));
        return new Refusal(
                Rejection.JOB_NOT_FOUND,
                "There is no job " + job + "; there are " + (known.isEmpty() ? "none" : known),
                Map.of("field", "job"));
    }

    Refusal unknownRun(UUID run) {
        return new Refusal(
                Rejection.RUN_NOT_FOUND, "There is no run " + run + ".", Map.of("field", "run_id"));
    }
}
