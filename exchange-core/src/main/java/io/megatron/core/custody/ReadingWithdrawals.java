package io.megatron.core.custody;

import io.megatron.core.ledger.Snapshots;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.AuthorizationMapper;
import io.megatron.mapper.custody.Submission;
import io.megatron.mapper.custody.Withdrawal;
import io.megatron.mapper.custody.WithdrawalMapper;
import io.megatron.mapper.custody.WithdrawalStatus;
import io.megatron.mapper.ids.AuthorizationId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ids.WithdrawalId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Looks withdrawals up. */
@Component
public class ReadingWithdrawals {
    private final Snapshots snapshots;
    private final WithdrawalMapper withdrawals;
    private final AuthorizationMapper authorizations;
    private final Clock clock;

    public ReadingWithdrawals(
            Snapshots snapshots,
            WithdrawalMapper withdrawals,
            AuthorizationMapper authorizations,
            Clock clock) {
        this.snapshots = snapshots;
        this.withdrawals = withdrawals;
        this.authorizations = authorizations;
        this.clock = clock;
    }

    /**
     * Which withdrawals.
     *
     * @param user whose; empty for all, the platform's own among them
     */
    public record Filter(Optional<UserId> user, Optional<WithdrawalStatus> status) {}

    /** Withdrawals, newest first, before one of them. */
    public List<WithdrawalView> page(Filter filter, Optional<WithdrawalId> before, int limit) {
        return snapshots.read(
                () ->
                        views(
                                withdrawals.page(
                                        filter.user().orElse(null),
                                        filter.status().orElse(null),
                                        before.orElse(null),
                                        limit)));
    }

    /** One withdrawal. */
    public Optional<WithdrawalView> find(WithdrawalId id) {
        return snapshots.read(() -> views(withdrawals.withdrawals(List.of(id)))).stream()
                .findFirst();
    }

    /** A withdrawal as a command has just left it. */
    public WithdrawalView view(Withdrawal withdrawal) {
        return snapshots.read(() -> views(List.of(withdrawal))).getFirst();
    }

    private List<WithdrawalView> views(List<Withdrawal> found) {
        List<AuthorizationId> ids =
                found.stream()
                        .filter(withdrawal -> withdrawal.approvedAt() != null)
                        .map(withdrawal -> AuthorizationId.of(withdrawal.id()))
                        .toList();
        Map<AuthorizationId, Authorization> signed =
                ids.isEmpty()
                        ? Map.of()
                        : authorizations.authorizations(ids).stream()
                                .collect(Collectors.toMap(Authorization::id, Function.identity()));
        Map<AuthorizationId, List<Submission>> carried =
                signed.isEmpty()
                        ? Map.of()
                        : authorizations.submissionsOf(signed.keySet()).stream()
                                .collect(Collectors.groupingBy(Submission::authorizationId));
        return found.stream()
                .map(
                        withdrawal -> {
                            AuthorizationId id = AuthorizationId.of(withdrawal.id());
                            return new WithdrawalView(
                                    withdrawal,
                                    Optional.ofNullable(signed.get(id)),
                                    carried.getOrDefault(id, List.of()));
                        })
                .toList();
    }

    /** For how long the oldest withdrawal has waited that has not ended: for an alarm. */
    public Duration oldestOpen() {
        Instant oldest = withdrawals.oldestOpen();
        return oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
    }
}
