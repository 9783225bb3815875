package io.megatron.core.operations;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.core.ledger.Snapshots;
import io.megatron.core.operations.PlatformFees.Key;
import io.megatron.curve.money.FeeRate;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.ledger.BookState;
import io.megatron.mapper.ledger.PlatformFee;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The platform's fee, and from when on it is another. Trades and quotes pay what is in force at the
 * book's time of theirs, on every node; what was paid before stays as it was.
 */
@Component
public class SettingPlatformFee {
    /** The least there may be. */
    public static final FeeRate LEAST = FeeRate.ofBps(30);

    /** The most there may be. */
    public static final FeeRate MOST = FeeRate.ofBps(200);

    private final Book book;
    private final PlatformFees fees;
    private final Snapshots snapshots;
    private final BookMapper state;
    private final BusinessClock clock;

    SettingPlatformFee(
            Book book,
            PlatformFees fees,
            Snapshots snapshots,
            BookMapper state,
            BusinessClock clock) {
        this.book = book;
        this.fees = fees;
        this.snapshots = snapshots;
        this.state = state;
        this.clock = clock;
    }

    /**
     * The fee now, and the next one.
     *
     * @param planned another fee that comes into force later
     */
    public record Fee(FeeRate inForce, Optional<PlatformFee> planned) {}

    public Fee read() {
        return snapshots.read(
                () -> {
                    BookState now = state.state();
                    Instant time = clock.at(clock.realTime(), now);
                    return new Fee(
                            FeeRate.ofBps(now.feeBpsAt(time)),
                            time.isBefore(now.setFeeAt())
                                    ? Optional.of(new PlatformFee(now.setFeeBps(), now.setFeeAt()))
                                    : Optional.empty());
                });
    }

    /**
     * Sets the fee from a moment on. A change that was planned and is not in force yet is dropped
     * for it.
     *
     * @param fee from {@link #LEAST} to {@link #MOST}
     * @param from book time; empty, or a moment that has passed, for at once: from right after the
     *     call on
     * @return the fee with the moment it comes into force, or {@link Rejection#REQUEST_ID_REUSED}
     */
    public Outcome<PlatformFee> set(
            Call call, FeeRate fee, Optional<Instant> from, Deadline deadline) {
        if (fee.compareTo(LEAST) < 0 || fee.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("a platform's fee of " + fee);
        }
        return book.write(new Change(call, fee, from), deadline);
    }

    private final class Change implements Command<PlatformFee> {
        private final Call call;
        private final FeeRate fee;
        private final Optional<Instant> from;

        Change(Call call, FeeRate fee, Optional<Instant> from) {
            this.call = call;
            this.fee = fee;
            this.from = from;
        }

        @Override
        public Call call() {
            return call;
        }

        @Override
        public void declare(Keys keys) {
            keys.add(fees, Key.ONLY_ROW);
        }

        /** The batch keeps its fee to the end, as it keeps its time: what was decided stands. */
        @Override
        public Outcome<PlatformFee> decide(Draft draft) {
            Instant next = draft.time().plus(1, ChronoUnit.MICROS);
            PlatformFee set = new PlatformFee(fee.bps(), from.filter(next::isBefore).orElse(next));
            draft.put(fees, Key.ONLY_ROW, set);
            return Outcome.accepted(set);
        }

        @Override
        public String remember(PlatformFee set) {
            return set.effectiveAt().toString();
        }

        @Override
        public PlatformFee recall(String remembered) {
            return new PlatformFee(fee.bps(), Instant.parse(remembered));
        }
    }
}
