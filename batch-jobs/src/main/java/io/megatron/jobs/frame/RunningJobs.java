package io.megatron.jobs.frame;

import io.megatron.core.operations.WorkingRuns;
import io.megatron.mapper.operations.JobRun;
import io.megatron.mapper.operations.JobState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.stereotype.Component;

/**
 * Works through a run that this node has taken up, as an execution of Spring Batch. The run's id is
 * the identity of the job instance: an attempt after a crash or a stop restarts the same instance.
 */
@Component
class RunningJobs {
    private static final Logger LOG = LoggerFactory.getLogger(RunningJobs.class);
    private static final String RUN = "run";

    private final Map<String, ExchangeJob> jobs;
    private final JobOperator operator;
    private final JobRepository repository;
    private final JobRepositories batch;
    private final WorkingRuns runs;
    private final OffTheStep off;
    private final JobSettings settings;

    RunningJobs(
            List<ExchangeJob> jobs,
            JobOperator operator,
            JobRepository repository,
            JobRepositories batch,
            WorkingRuns runs,
            OffTheStep off,
            JobSettings settings) {
        this.jobs = jobs.stream().collect(Collectors.toMap(ExchangeJob::name, Function.identity()));
        this.operator = operator;
        this.repository = repository;
        this.batch = batch;
        this.runs = runs;
        this.off = off;
        this.settings = settings;
    }

    /** How a run ended. */
    record End(JobState state, Optional<String> message) {}

    /** Writes down which jobs there are. */
    void register() {
        jobs.values()
                .forEach(
                        job ->
                                runs.register(
                                        job.name(),
                                        job.description(),
                                        job.schedule(),
                                        job.hasBusinessDate()));
    }

    End work(JobRun taken, BooleanSupplier stopAsked) {
        ExchangeJob job = jobs.get(taken.job());
        if (job == null) {
            return new End(JobState.FAILED, Optional.of("this version knows no such job"));
        }
        try {
            endLastAttempt(taken);
            return end(operator.start(build(job, taken, stopAsked), parameters(taken)));
        } catch (Exception e) {
            LOG.error("run {} of {} failed", taken.id(), taken.job(), e);
            return new End(JobState.FAILED, Optional.of(words(e)));
        }
    }

    /** An attempt whose node was lost still counts as running in Spring Batch's records. */
    private void endLastAttempt(JobRun taken) {
        Long id = taken.executionId();
        if (id != null) {
            JobExecution last = repository.getJobExecution(id);
            if (last != null && last.isRunning()) {
                operator.recover(last);
            }
        }
    }

    private static JobParameters parameters(JobRun taken) {
        return new JobParametersBuilder()
                .addString(RUN, taken.id().toString())
                .addLocalDate("business_date", taken.businessDate(), false)
                .addString("reason", taken.reason(), false)
                .toJobParameters();
    }

    private Job build(ExchangeJob job, JobRun taken, BooleanSupplier stopAsked) {
        Run run =
                new Run(
                        taken.id(),
                        taken.attempts(),
                        taken.businessDate(),
                        taken.preview(),
                        taken.slot() != null,
                        stopAsked);
        SimpleJobBuilder steps = null;
        for (Phase<?> phase : job.phases()) {
            Step step = step(wanted(phase, taken), run, stopAsked);
            steps = steps == null ? begin(job, run).start(step) : steps.next(step);
        }
        return Objects.requireNonNull(steps, "a job has a phase").build();
    }

    private <T> Phase<T> wanted(Phase<T> phase, JobRun taken) {
        UUID skipping = taken.retries();
        return skipping == null
                ? phase
                : new RetriedPhase<>(phase, runs.skipped(skipping, phase.name()));
    }

    private JobBuilder begin(ExchangeJob job, Run run) {
        return new JobBuilder(job.name(), repository)
                .listener(
                        new JobExecutionListener() {
                            @Override
                            public void beforeJob(JobExecution execution) {
                                off.call(
                                        () -> {
                                            runs.noteExecution(run.id(), execution.getId());
                                            return true;
                                        });
                            }
                        });
    }

    private <T> Step step(Phase<T> phase, Run run, BooleanSupplier stopAsked) {
        ChunkWriter<T> writer = new ChunkWriter<>(phase, run, off, runs, stopAsked);
        int chunk = phase.atOnce(settings.chunk());
        return new StepBuilder(phase.name(), repository)
                .<T, T>chunk(chunk)
                .transactionManager(batch.transactions())
                .reader(new KeysetReader<>(phase, run, off, 4 * chunk))
                .writer(writer)
                .listener((StepExecutionListener) writer)
                .allowStartIfComplete(true)
                .build();
    }

    private static End end(JobExecution execution) {
        return switch (execution.getStatus()) {
            case COMPLETED -> new End(JobState.COMPLETED, Optional.empty());
            case STOPPED, STOPPING -> new End(JobState.STOPPED, Optional.of("stopped on request"));
            default -> new End(JobState.FAILED, Optional.of(cause(execution)));
        };
    }

    private static String cause(JobExecution execution) {
        return execution.getAllFailureExceptions().stream()
                .findFirst()
                .map(RunningJobs::words)
                .orElseGet(() -> "ended as " + execution.getStatus());
    }

    /** The innermost reason, in a line. */
    private static String words(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = root.getClass().getSimpleName() + ": " + root.getMessage();
        return text.length() <= 500 ? text : text.substring(0, 500);
    }
}
