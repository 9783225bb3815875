package io.megatron.server.operations;

import io.megatron.core.operations.ManagingJobs;
import io.megatron.core.operations.Operator;
import io.megatron.mapper.operations.JobState;
import io.megatron.operations.v1.RunState;
import io.megatron.server.calls.Fields;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.security.Caller;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Fields that the calls about jobs share. */
final class JobFields {
    private static final int MAX_REASON = 500;
    private static final Pattern JOB = Pattern.compile("[a-z][a-z0-9-]{0,99}");

    private JobFields() {}

    static Operator operator(String requestId, String reason) {
        return new Operator(
                Caller.current().userId().value(),
                Fields.requestId(requestId),
                Fields.words("reason", reason, MAX_REASON));
    }

    static UUID runId(String text) {
        return Fields.uuid("run_id", text);
    }

    static String job(String name) {
        if (!JOB.matcher(name).matches()) {
            throw new InvalidField("job", "is no job's name; ListJobs knows them");
        }
        return name;
    }

    static String schedule(String cron) {
        if (!ManagingJobs.isSchedule(cron)) {
            throw new InvalidField(
                    "schedule",
                    "is not six fields like '0 0/15 * * * ?', with '?' for one of the days and days"
                            + " of the week by name");
        }
        return cron;
    }

    static Optional<LocalDate> date(String field, String text) {
        try {
            return given(text, LocalDate::parse);
        } catch (DateTimeParseException e) {
            throw new InvalidField(field, "is no date like 2026-11-22");
        }
    }

    /** Days from one to another, both inclusive; open where one is absent. */
    record DayFilter(Optional<LocalDate> from, Optional<LocalDate> to) {

        static DayFilter of(String from, String to) {
            DayFilter days =
                    new DayFilter(date("business_date_from", from), date("business_date_to", to));
            if (days.from.isPresent()
                    && days.to.isPresent()
                    && days.to.get().isBefore(days.from.get())) {
                throw new InvalidField("business_date_to", "is before business_date_from");
            }
            return days;
        }
    }

    static <T> Optional<T> given(String text, Function<String, T> parse) {
        return text.isEmpty() ? Optional.empty() : Optional.of(parse.apply(text));
    }

    static Optional<JobState> state(RunState state) {
        return switch (state) {
            case RUN_STATE_UNSPECIFIED -> Optional.empty();
            case UNRECOGNIZED -> throw new InvalidField("state", "is no state of a run");
            default -> Optional.of(JobState.valueOf(state.name().substring("RUN_STATE_".length())));
        };
    }
}
