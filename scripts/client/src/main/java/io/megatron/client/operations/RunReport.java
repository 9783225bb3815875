package io.megatron.client.operations;

import com.google.protobuf.Timestamp;
import io.megatron.client.text.Figures;
import io.megatron.client.text.Table;
import io.megatron.operations.v1.Job;
import io.megatron.operations.v1.OperatorAction;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunItem;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Jobs and their runs, for people. */
final class RunReport {
    private static final int BAR = 30;

    private RunReport() {}

    static Table jobs(List<Job> jobs) {
        Table table =
                new Table()
                        .words("job", "schedule (UTC)", "next run", "trigger", "last run", "ended");
        for (Job job : jobs) {
            table.row(
                    job.getJob(),
                    job.getSchedule(),
                    job.getPaused() ? "paused" : time(job.hasNextRunAt(), job.getNextRunAt()),
                    trigger(job),
                    job.hasLastRun() ? state(job.getLastRun()) : "never",
                    time(job.getLastRun().hasEndedAt(), job.getLastRun().getEndedAt()));
        }
        return table;
    }

    /** Its state, and when it fires where that is not when the schedule says. */
    private static String trigger(Job job) {
        String word =
                job.getTriggerState().name().replace("TRIGGER_STATE_", "").toLowerCase(Locale.ROOT);
        return !job.hasNextFireAt() || job.getNextFireAt().equals(job.getNextRunAt())
                ? word
                : word + ", fires " + time(true, job.getNextFireAt());
    }

    static Table runs(List<Run> runs) {
        Table table =
                new Table()
                        .words("run", "job", "for", "state", "asked at", "by")
                        .figures("items", "changed", "skipped")
                        .words("remark");
        for (Run run : runs) {
            table.row(
                    run.getRunId(),
                    run.getJob(),
                    run.getBusinessDate(),
                    state(run) + (run.getValidateOnly() ? " (preview)" : ""),
                    time(run.hasRequestedAt(), run.getRequestedAt()),
                    run.getRequestedBy(),
                    run.getItemsDone(),
                    run.getItemsChanged(),
                    run.getItemsSkipped(),
                    run.getMessage());
        }
        return table;
    }

    static Table items(List<RunItem> items) {
        Table table = new Table().words("phase", "item", "what", "code", "message");
        for (RunItem item : items) {
            table.row(
                    item.getPhase(),
                    item.getItem(),
                    item.getSkipped() ? "skipped" : "would change",
                    item.getCode(),
                    item.getMessage());
        }
        return table;
    }

    static Table actions(List<OperatorAction> actions) {
        Table table = new Table().words("at", "by", "action", "target", "details", "reason");
        for (OperatorAction action : actions) {
            table.row(
                    time(action.hasTakenAt(), action.getTakenAt()),
                    action.getOperatorId(),
                    action.getAction(),
                    action.getTarget(),
                    action.getDetails(),
                    action.getReason());
        }
        return table;
    }

    /** One line that says how far a run is. */
    static String progress(Run run) {
        long total = Math.max(run.getItemsTotal(), run.getItemsDone());
        int filled = total == 0 ? 0 : (int) (BAR * run.getItemsDone() / total);
        StringBuilder line = new StringBuilder();
        line.append('[').append("#".repeat(filled)).append(".".repeat(BAR - filled)).append("] ");
        line.append("%s %d of %d".formatted(state(run), run.getItemsDone(), total));
        line.append(
                ", %d changed, %d skipped".formatted(run.getItemsChanged(), run.getItemsSkipped()));
        if (run.getItemsPerSecond() > 0) {
            line.append(", ").append(Figures.fixed(run.getItemsPerSecond(), 0)).append("/s");
        }
        if (run.getSecondsLeft() > 0) {
            line.append(", ").append(Duration.ofSeconds(run.getSecondsLeft())).append(" left");
        }
        return line.append(run.getPhase().isEmpty() ? "" : ", " + run.getPhase()).toString();
    }

    static String state(Run run) {
        String word = run.getState().name().replace("RUN_STATE_", "").toLowerCase(Locale.ROOT);
        return run.getStopping() ? word + ", stopping" : word;
    }

    private static String time(boolean present, Timestamp time) {
        return present
                ? Instant.ofEpochSecond(time.getSeconds())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                : "";
    }
}
