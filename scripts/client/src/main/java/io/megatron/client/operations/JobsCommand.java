package io.megatron.client.operations;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.grpc.StatusRuntimeException;
import io.megatron.client.ClientException;
import io.megatron.client.access.OperatorToken;
import io.megatron.client.connection.Address;
import io.megatron.client.connection.Connection;
import io.megatron.client.connection.Installation;
import io.megatron.client.connection.ReadableError;
import io.megatron.operations.v1.AbandonRunRequest;
import io.megatron.operations.v1.CatchUpRequest;
import io.megatron.operations.v1.CatchUpResponse;
import io.megatron.operations.v1.GetRunRequest;
import io.megatron.operations.v1.JobServiceGrpc;
import io.megatron.operations.v1.JobServiceGrpc.JobServiceBlockingStub;
import io.megatron.operations.v1.ListJobsRequest;
import io.megatron.operations.v1.ListOperatorActionsRequest;
import io.megatron.operations.v1.ListRunItemsRequest;
import io.megatron.operations.v1.ListRunsRequest;
import io.megatron.operations.v1.PauseScheduleRequest;
import io.megatron.operations.v1.RecoverRunRequest;
import io.megatron.operations.v1.ResetTriggerRequest;
import io.megatron.operations.v1.RestartRunRequest;
import io.megatron.operations.v1.ResumeScheduleRequest;
import io.megatron.operations.v1.RetrySkippedItemsRequest;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunItem;
import io.megatron.operations.v1.RunJobRequest;
import io.megatron.operations.v1.RunState;
import io.megatron.operations.v1.StopRunRequest;
import io.megatron.operations.v1.UpdateScheduleRequest;
import io.megatron.operations.v1.WatchRunRequest;
import io.megatron.operations.v1.WatchRunResponse;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scripts/jobs}. */
@Command(name = "jobs")
public final class JobsCommand {
    private static final int WELL = 0;
    private static final int NOT_WELL = 1;
    private static final int NOT_ASKED = 2;
    private static final int PAGE = 50;

    @Option(names = "--address")
    private @Nullable String address;

    @Option(names = "--reason")
    private String reason = "asked for with scripts/jobs";

    @Option(names = "--request-id")
    private String requestId = UUID.randomUUID().toString();

    @Command(name = "list")
    int list() {
        return asking(
                jobs -> {
                    System.out.print(
                            RunReport.jobs(
                                    jobs.listJobs(ListJobsRequest.getDefaultInstance())
                                            .getJobsList()));
                    return WELL;
                });
    }

    @Command(name = "run")
    int run(
            @Parameters(paramLabel = "JOB") String job,
            @Option(names = "--date", defaultValue = "") String date,
            @Option(names = "--from", defaultValue = "") String from,
            @Option(names = "--to", defaultValue = "") String to,
            @Option(names = "--preview") boolean preview,
            @Option(names = "--no-watch") boolean unwatched) {
        return asking(
                jobs -> {
                    List<Run> runs =
                            jobs.runJob(
                                            RunJobRequest.newBuilder()
                                                    .setRequestId(requestId)
                                                    .setJob(job)
                                                    .setBusinessDate(date)
                                                    .setBusinessDateFrom(from)
                                                    .setBusinessDateTo(to)
                                                    .setReason(reason)
                                                    .setValidateOnly(preview)
                                                    .build())
                                    .getRunsList();
                    return followed(jobs, runs, unwatched);
                });
    }

    /** One after another, as they are worked on; well if all of them are. */
    private static int followed(JobServiceBlockingStub jobs, List<Run> runs, boolean unwatched) {
        int worst = WELL;
        for (Run run : runs) {
            System.out.println(
                    "run %s of %s for %s"
                            .formatted(run.getRunId(), run.getJob(), run.getBusinessDate()));
            worst = unwatched ? worst : Math.max(worst, watch(jobs, run.getRunId()));
        }
        return worst;
    }

    @Command(name = "catch-up")
    int catchUp(
            @Parameters(paramLabel = "JOB") String job,
            @Option(names = "--preview") boolean preview,
            @Option(names = "--no-watch") boolean unwatched) {
        return asking(
                jobs -> {
                    CatchUpResponse missing =
                            jobs.catchUp(
                                    CatchUpRequest.newBuilder()
                                            .setRequestId(requestId)
                                            .setJob(job)
                                            .setReason(reason)
                                            .setValidateOnly(preview)
                                            .build());
                    System.out.println(
                            missing.getBusinessDatesCount() == 0
                                    ? "no day of " + job + " is missing"
                                    : "missing: "
                                            + String.join(", ", missing.getBusinessDatesList())
                                            + (missing.getMore() ? " and more" : ""));
                    return followed(jobs, missing.getRunsList(), unwatched);
                });
    }

    @Command(name = "watch")
    int watch(@Parameters(paramLabel = "RUN") String run) {
        return asking(jobs -> watch(jobs, run));
    }

    /** A line that is written over on a terminal, and a line per change elsewhere. */
    private static int watch(JobServiceBlockingStub jobs, String id) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        Iterator<WatchRunResponse> news =
                jobs.watchRun(WatchRunRequest.newBuilder().setRunId(id).build());
        Run run = Run.getDefaultInstance();
        while (news.hasNext()) {
            run = news.next().getRun();
            System.out.print(
                    terminal
                            ? "\r\u001b[2K" + RunReport.progress(run)
                            : RunReport.progress(run) + "\n");
            System.out.flush();
        }
        System.out.print(terminal ? "\n" : "");
        return told(jobs, run);
    }

    private static int told(JobServiceBlockingStub jobs, Run run) {
        if (!run.getMessage().isEmpty()) {
            System.out.println(run.getMessage());
        }
        List<RunItem> items =
                jobs.listRunItems(
                                ListRunItemsRequest.newBuilder()
                                        .setRunId(run.getRunId())
                                        .setPageSize(PAGE)
                                        .build())
                        .getItemsList();
        if (!items.isEmpty()) {
            System.out.print(RunReport.items(items));
        }
        return run.getState() == RunState.RUN_STATE_COMPLETED && run.getItemsSkipped() == 0
                ? WELL
                : NOT_WELL;
    }

    @Command(name = "runs")
    int runs(
            @Parameters(paramLabel = "JOB", arity = "0..1") @Nullable String job,
            @Option(names = "--from", defaultValue = "") String from,
            @Option(names = "--to", defaultValue = "") String to) {
        return asking(
                jobs -> {
                    System.out.print(
                            RunReport.runs(
                                    jobs.listRuns(
                                                    ListRunsRequest.newBuilder()
                                                            .setJob(job == null ? "" : job)
                                                            .setBusinessDateFrom(from)
                                                            .setBusinessDateTo(to)
                                                            .setPageSize(PAGE)
                                                            .build())
                                            .getRunsList()));
                    return WELL;
                });
    }

    @Command(name = "actions")
    int actions(
            @Parameters(paramLabel = "JOB", arity = "0..1") @Nullable String job,
            @Option(names = "--run", defaultValue = "") String run,
            @Option(names = "--by", defaultValue = "") String operator) {
        return asking(
                jobs -> {
                    System.out.print(
                            RunReport.actions(
                                    jobs.listOperatorActions(
                                                    ListOperatorActionsRequest.newBuilder()
                                                            .setJob(job == null ? "" : job)
                                                            .setRunId(run)
                                                            .setOperatorId(operator)
                                                            .setPageSize(PAGE)
                                                            .build())
                                            .getActionsList()));
                    return WELL;
                });
    }

    @Command(name = "show")
    int show(@Parameters(paramLabel = "RUN") String id) {
        return asking(
                jobs -> {
                    Run run = jobs.getRun(GetRunRequest.newBuilder().setRunId(id).build()).getRun();
                    System.out.print(RunReport.runs(List.of(run)));
                    System.out.println(RunReport.progress(run));
                    return told(jobs, run);
                });
    }

    @Command(name = "stop")
    int stop(@Parameters(paramLabel = "RUN") String run) {
        return asking(
                jobs ->
                        state(
                                jobs.stopRun(aboutRun(StopRunRequest.newBuilder(), run).build())
                                        .getRun()));
    }

    @Command(name = "restart")
    int restart(@Parameters(paramLabel = "RUN") String run) {
        return asking(
                jobs -> {
                    jobs.restartRun(aboutRun(RestartRunRequest.newBuilder(), run).build());
                    return watch(jobs, run);
                });
    }

    @Command(name = "retry")
    int retry(@Parameters(paramLabel = "RUN") String skipping) {
        return asking(
                jobs -> {
                    Run run =
                            jobs.retrySkippedItems(
                                            aboutRun(
                                                            RetrySkippedItemsRequest.newBuilder(),
                                                            skipping)
                                                    .build())
                                    .getRun();
                    System.out.println("run " + run.getRunId() + " of " + run.getJob());
                    return watch(jobs, run.getRunId());
                });
    }

    @Command(name = "recover")
    int recover(@Parameters(paramLabel = "RUN") String run) {
        return asking(
                jobs ->
                        state(
                                jobs.recoverRun(
                                                aboutRun(RecoverRunRequest.newBuilder(), run)
                                                        .build())
                                        .getRun()));
    }

    @Command(name = "abandon")
    int abandon(@Parameters(paramLabel = "RUN") String run) {
        return asking(
                jobs ->
                        state(
                                jobs.abandonRun(
                                                aboutRun(AbandonRunRequest.newBuilder(), run)
                                                        .build())
                                        .getRun()));
    }

    /** What every call about a run has. */
    private <B extends Message.Builder> B aboutRun(B request, String run) {
        return asked(request, "run_id", run);
    }

    /** What every call about a job has. */
    private <B extends Message.Builder> B aboutJob(B request, String job) {
        return asked(request, "job", job);
    }

    private <B extends Message.Builder> B asked(B request, String subject, String value) {
        Descriptor type = request.getDescriptorForType();
        request.setField(type.findFieldByName("request_id"), requestId);
        request.setField(type.findFieldByName(subject), value);
        request.setField(type.findFieldByName("reason"), reason);
        return request;
    }

    private static int state(Run run) {
        System.out.println("run " + run.getRunId() + " is " + RunReport.state(run));
        return WELL;
    }

    @Command(name = "pause")
    int pause(@Parameters(paramLabel = "JOB") String job) {
        return asking(
                jobs -> {
                    jobs.pauseSchedule(aboutJob(PauseScheduleRequest.newBuilder(), job).build());
                    System.out.println(job + " is paused");
                    return WELL;
                });
    }

    @Command(name = "resume")
    int resume(@Parameters(paramLabel = "JOB") String job) {
        return asking(
                jobs -> {
                    jobs.resumeSchedule(aboutJob(ResumeScheduleRequest.newBuilder(), job).build());
                    System.out.println(job + " runs by its schedule");
                    return WELL;
                });
    }

    @Command(name = "schedule")
    int schedule(
            @Parameters(paramLabel = "JOB") String job,
            @Parameters(paramLabel = "SCHEDULE") String schedule) {
        return asking(
                jobs -> {
                    jobs.updateSchedule(
                            UpdateScheduleRequest.newBuilder()
                                    .setRequestId(requestId)
                                    .setJob(job)
                                    .setSchedule(schedule)
                                    .setReason(reason)
                                    .build());
                    System.out.println(job + " runs at " + schedule + " (UTC)");
                    return WELL;
                });
    }

    @Command(name = "reset")
    int reset(@Parameters(paramLabel = "JOB") String job) {
        return asking(
                jobs -> {
                    jobs.resetTrigger(aboutJob(ResetTriggerRequest.newBuilder(), job).build());
                    System.out.println("the trigger of " + job + " is made anew");
                    return WELL;
                });
    }

    private int asking(ToIntFunction<JobServiceBlockingStub> asking) {
        try {
            return asked(asking);
        } catch (StatusRuntimeException refused) {
            System.err.println("jobs: " + ReadableError.of(refused));
        } catch (ClientException foreseen) {
            System.err.println("jobs: " + foreseen.getMessage());
        }
        return NOT_ASKED;
    }

    private int asked(ToIntFunction<JobServiceBlockingStub> asking) {
        Installation installation = Installation.ofEnvironment();
        Address target = address == null ? installation.grpc() : Address.parse(address);
        try (Connection connection = Connection.to(target, installation.transport())) {
            return asking.applyAsInt(
                    JobServiceGrpc.newBlockingStub(connection.channel())
                            .withCallCredentials(
                                    Connection.bearing(OperatorToken.of(installation))));
        }
    }
}
