package io.megatron.core.operations;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.mapper.audit.AuditEntry;
import io.megatron.mapper.audit.AuditMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The record of what operators did, beside what they did: both are written in one transaction, or
 * neither. The same request id again does nothing again.
 */
@Component
final class RecordingActions {
    private static final String NO_CHANGES = "[]";

    private final BesideTheBook beside;
    private final AuditMapper audit;
    private final BusinessClock clock;
    private final JsonMapper json = JsonMapper.builder().build();

    RecordingActions(BesideTheBook beside, AuditMapper audit, BusinessClock clock) {
        this.beside = beside;
        this.audit = audit;
        this.clock = clock;
    }

    /** What an operator wants done to what. */
    record Wish(String action, String target, Map<String, String> details) {}

    /**
     * Does what an operator wants, once.
     *
     * @param doing what is to be done; a refusal is not recorded
     * @param again what to answer when it was done before
     */
    <R> Outcome<R> once(
            Operator operator, Wish wish, Supplier<Outcome<R>> doing, Supplier<R> again) {
        try {
            return beside.write(() -> decide(operator, wish, doing, again));
        } catch (DuplicateKeyException sameAtTheSameTime) {
            return beside.write(() -> decide(operator, wish, doing, again));
        }
    }

    /** For what nobody but a schedule asked for. */
    void silently(Runnable doing) {
        beside.write(doing);
    }

    private <R> Outcome<R> decide(
            Operator operator, Wish wish, Supplier<Outcome<R>> doing, Supplier<R> again) {
        AuditEntry action = action(operator, wish);
        List<AuditEntry> before = audit.besideTheBook(operator.subject(), operator.requestId());
        if (!before.isEmpty()) {
            return sameWish(before.getFirst(), action)
                    ? new Outcome.Accepted<>(again.get(), true)
                    : Outcome.refused(reused(before.getFirst()));
        }
        Outcome<R> outcome = doing.get();
        if (outcome instanceof Outcome.Accepted<R>) {
            audit.insert(List.of(action), action.takenAt());
        }
        return outcome;
    }

    private AuditEntry action(Operator operator, Wish wish) {
        return new AuditEntry(
                operator.subject(),
                operator.requestId(),
                wish.action(),
                wish.target(),
                operator.reason(),
                json.writeValueAsString(new TreeMap<>(wish.details())),
                false,
                NO_CHANGES,
                null,
                now());
    }

    Instant now() {
        return clock.realTime();
    }

    private boolean sameWish(AuditEntry before, AuditEntry wanted) {
        return before.action().equals(wanted.action())
                && before.target().equals(wanted.target())
                && json.readTree(before.details()).equals(json.readTree(wanted.details()));
    }

    private static Refusal reused(AuditEntry before) {
        return new Refusal(
                Rejection.REQUEST_ID_REUSED,
                "This request_id was used before to %s %s; use a new one"
                        .formatted(before.action(), before.target()),
                Map.of("field", "request_id", "used_by", before.action()));
    }
}
