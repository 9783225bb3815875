package io.megatron.core.custody;

import io.megatron.core.custody.DepositView.Waiting;
import io.megatron.core.ledger.Snapshots;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.DepositMapper;
import io.megatron.mapper.custody.DepositScan;
import io.megatron.mapper.custody.DepositStatus;
import io.megatron.mapper.ids.DepositId;
import io.megatron.mapper.ids.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks deposits up. */
@Component
public class ReadingDeposits {
    private final Snapshots snapshots;
    private final DepositMapper mapper;
    private final Halts halts;
    private final DepositSettings settings;
    private final Clock clock;

    public ReadingDeposits(
            Snapshots snapshots,
            DepositMapper mapper,
            Halts halts,
            DepositSettings settings,
            Clock clock) {
        this.snapshots = snapshots;
        this.mapper = mapper;
        this.halts = halts;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Which deposits.
     *
     * @param user whose; empty for all
     * @param unattributed only those that arrived for nobody and were given to nobody
     */
    public record Filter(
            Optional<UserId> user, Optional<DepositStatus> status, boolean unattributed) {}

    /** Deposits, newest first, before one of them. */
    public List<DepositView> page(Filter filter, Optional<DepositId> before, int limit) {
        return snapshots.read(
                () -> {
                    DepositScan scan = mapper.scan();
                    boolean halted = halts.open().isPresent();
                    return mapper
                            .page(
                                    filter.user().orElse(null),
                                    filter.status().orElse(null),
                                    filter.unattributed(),
                                    before.orElse(null),
                                    limit)
                            .stream()
                            .map(deposit -> view(deposit, scan, halted))
                            .toList();
                });
    }

    /** One deposit as it is shown. */
    public DepositView view(Deposit deposit) {
        return view(deposit, mapper.scan(), halts.open().isPresent());
    }

    /** Deposits as they are shown at one moment. */
    public List<DepositView> views(List<Deposit> deposits) {
        return snapshots.read(
                () -> {
                    DepositScan scan = mapper.scan();
                    boolean halted = halts.open().isPresent();
                    return deposits.stream().map(deposit -> view(deposit, scan, halted)).toList();
                });
    }

    private DepositView view(Deposit deposit, @Nullable DepositScan scan, boolean halted) {
        long block = place(deposit);
        long confirmations = block < 0 || scan == null ? 0 : Math.max(0, scan.head() - block + 1);
        return new DepositView(
                deposit,
                confirmations,
                settings.requiredConfirmations(),
                waiting(deposit, confirmations, scan, halted));
    }

    /** The block that a deposit is in; below zero where it is in none. */
    private static long place(Deposit deposit) {
        return switch (deposit.status()) {
            case DETECTED, IGNORED -> deposit.blockNumber();
            case ORPHANED -> -1;
            case CREDITED -> {
                Long number = deposit.creditBlockNumber();
                yield number == null || deposit.isLost() ? -1 : number;
            }
        };
    }

    private Waiting waiting(
            Deposit deposit, long confirmations, @Nullable DepositScan scan, boolean halted) {
        if (deposit.status() != DepositStatus.DETECTED) {
            return Waiting.NOTHING;
        }
        if (halted) {
            return Waiting.HALT;
        }
        if (confirmations < settings.requiredConfirmations()) {
            return Waiting.CONFIRMATIONS;
        }
        boolean settled = scan != null && deposit.blockNumber() <= scan.settledHead();
        return settled ? Waiting.NOTHING : Waiting.FINALITY;
    }

    /**
     * What an alarm goes by.
     *
     * @param behind blocks between the newest one and the one up to which all was read
     * @param oldestWaiting for how long the oldest deposit that is not settled has waited
     */
    public record Figures(long behind, Duration oldestWaiting, boolean halted) {}

    public Figures figures() {
        DepositScan scan = mapper.scan();
        Instant oldest = mapper.oldestWaiting();
        return new Figures(
                scan == null ? 0 : Math.max(0, scan.head() - scan.scannedTo()),
                oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant()),
                halts.open().isPresent());
    }
}
