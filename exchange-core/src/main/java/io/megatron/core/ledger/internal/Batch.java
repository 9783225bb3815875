package io.megatron.core.ledger.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.BookException;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.curve.money.AmountOutOfRangeException;
import io.megatron.mapper.ledger.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides a batch's commands in order over one working set. */
final class Batch {
    /** So many callers are told one after the other. */
    private static final int ANSWERED_AT_ONCE = 64;

    private final List<Submission<?>> submissions = new ArrayList<>();
    private final Requests requests;
    private final Payloads payloads;
    private final AuditTrail audit;
    private final WorkingSet rows;
    private final List<Answer<?>> answers = new ArrayList<>();
    private final List<Request> remembered = new ArrayList<>();

    Batch(Batches kept, RememberedRows remembered) {
        this.rows = new WorkingSet(remembered);
        this.requests = kept.requests();
        this.payloads = kept.payloads();
        this.audit = kept.audit();
    }

    /** Takes commands in and declares the rows they need, a replayed one's included. */
    void add(List<Submission<?>> more) {
        for (Submission<?> submission : more) {
            submissions.add(submission);
            rows.add(requests, key(submission.command().call()));
            submission.command().declare(rows);
        }
    }

    /** Takes in all that comes while it can still be waited for. */
    void addAll(Intake intake) {
        List<Submission<?>> more = intake.more();
        while (!more.isEmpty()) {
            add(more);
            more = intake.more();
        }
    }

    /** Decides those that are not decided yet. */
    void decide() {
        for (Submission<?> submission : submissions.subList(answers.size(), submissions.size())) {
            answers.add(decide(submission));
        }
    }

    /**
     * Deadlines are looked at here, however often the batch is decided: whoever gave up on this
     * node may have been refused by another since, and counts on it.
     */
    private <R> Answer<R> decide(Submission<R> submission) {
        Command<R> command = submission.command();
        Call call = command.call();
        @Nullable Request before = rows.find(requests, key(call));
        if (before != null) {
            return again(call, before);
        }
        return submission.deadlinePassed()
                ? new Answer.Failed<>(new BookException.DeadlinePassed())
                : decide(command, call);
    }

    private <R> Answer<R> decide(Command<R> command, Call call) {
        BookDraft draft = new BookDraft(rows);
        try {
            Outcome<R> outcome = command.decide(draft);
            if (outcome instanceof Outcome.Accepted<R>(R result, boolean _)) {
                if (call.isByStaff()) {
                    audit.keep(command, draft);
                }
                remember(draft, call, command.remember(result));
                rows.keep(draft);
            }
            return new Answer.Decided<>(outcome);
        } catch (AmountOutOfRangeException e) {
            return new Answer.Decided<>(
                    Outcome.refused(
                            Rejection.AMOUNT_OUT_OF_RANGE,
                            "A result would leave the range of its column: " + e.getMessage()));
        } catch (RuntimeException e) {
            return new Answer.Failed<>(e);
        }
    }

    private <R> Answer<R> again(Call call, Request before) {
        Optional<String> difference =
                before.method().equals(call.method())
                        ? payloads.firstDifference(before.payload(), call.payload())
                        : Optional.of("request_id");
        return difference
                .<Answer<R>>map(field -> new Answer.Decided<>(reused(field, before)))
                .orElseGet(() -> new Answer.Replay<>(before.result()));
    }

    private static <R> Outcome<R> reused(String field, Request before) {
        return Outcome.refused(
                new Refusal(
                        Rejection.REQUEST_ID_REUSED,
                        "This request_id was used before by "
                                + before.method()
                                + (field.equals("request_id")
                                        ? "; use a new one"
                                        : " with another " + field + "; use a new one"),
                        Map.of("field", field, "used_by", before.method())));
    }

    private void remember(BookDraft draft, Call call, String result) {
        Request request =
                new Request(
                        call.subject(),
                        call.requestId(),
                        call.method(),
                        payloads.write(call),
                        result,
                        draft.time());
        draft.put(requests, key(call), request);
        remembered.add(request);
    }

    private static Requests.Key key(Call call) {
        return new Requests.Key(call.subject(), call.requestId());
    }

    /** Whether commands came that have not been decided. */
    boolean isUndecided() {
        return answers.size() < submissions.size();
    }

    /** Has the book stand behind this batch, if there is anything to write. */
    void advance() {
        if (!remembered.isEmpty()) {
            rows.advance();
        }
    }

    int size() {
        return submissions.size();
    }

    int people() {
        return (int)
                submissions.stream()
                        .filter(submission -> !submission.command().call().isByJob())
                        .count();
    }

    WorkingSet rows() {
        return rows;
    }

    /** What this batch adds to the answered requests. */
    List<Request> remembered() {
        return remembered;
    }

    /** Tells every caller; only called once it is certain that the batch is durable. */
    void answerAll() {
        answer(0, submissions.size());
    }

    /**
     * The same, on other threads than this one: callers go on from where they are told, and the
     * book has more to do.
     */
    void answerAllBeside() {
        for (int from = 0; from < submissions.size(); from += ANSWERED_AT_ONCE) {
            int first = from;
            int end = Math.min(from + ANSWERED_AT_ONCE, submissions.size());
            Thread.startVirtualThread(() -> answer(first, end));
        }
    }

    private void answer(int from, int end) {
        for (int i = from; i < end; i++) {
            submissions.get(i).answer(answers.get(i));
        }
    }
}
