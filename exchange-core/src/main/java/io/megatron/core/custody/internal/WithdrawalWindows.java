package io.megatron.core.custody.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.WithdrawalMapper;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What was asked for in {@code (t − 24 h, t]} and has not come back, t being the batch's time: of
 * each user, and of all together. It is the sum of the withdrawals and stored nowhere else, so that
 * it cannot be wrong.
 */
@Component
public class WithdrawalWindows implements BookTable<Optional<UserId>, Usdc> {
    /** Everybody and the platform itself. */
    static final Optional<UserId> ALL = Optional.empty();

    private static final Duration LENGTH = Duration.ofHours(24);

    private final WithdrawalMapper mapper;

    public WithdrawalWindows(WithdrawalMapper mapper) {
        this.mapper = mapper;
    }

    /** Whether what was asked for at a moment still counts. */
    static boolean contains(Instant at, Instant requestedAt) {
        return requestedAt.isAfter(at.minus(LENGTH));
    }

    @Override
    public Map<Optional<UserId>, Usdc> load(Set<Optional<UserId>> keys) {
        throw new UnsupportedOperationException("a window ends at a moment");
    }

    @Override
    public Map<Optional<UserId>, Usdc> load(Set<Optional<UserId>> keys, Instant at) {
        UUID[] users =
                keys.stream().flatMap(Optional::stream).map(UserId::value).toArray(UUID[]::new);
        Map<Optional<UserId>, Usdc> sums = new HashMap<>();
        mapper.withdrawn(users, at.minus(LENGTH))
                .forEach(sum -> sums.put(Optional.ofNullable(sum.userId()), sum.amount()));
        return sums;
    }

    @Override
    public void persist(Changes<Usdc> changes) {
        // The withdrawals are what is written; here they only become known to the batch.
    }
}
