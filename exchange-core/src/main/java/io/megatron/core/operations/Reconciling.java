package io.megatron.core.operations;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.Snapshots;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.ledger.BookState;
import io.megatron.mapper.operations.Finding;
import io.megatron.mapper.operations.ReconciledUpTo;
import io.megatron.mapper.operations.ReconciliationMapper;
import io.megatron.mapper.operations.ReconciliationMapper.ReconciledTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Checks that the invariants of the domain hold, all in one snapshot, and names every row where one
 * does not.
 */
@Component
public class Reconciling {
    /** A check names this many rows at the most; where there are more, the rest is as wrong. */
    private static final int FINDINGS_PER_CHECK = 100;

    private static final List<Invariant> INVARIANTS =
            List.of(
                    new Invariant(
                            1,
                            "transfers_balance",
                            "The entries of every transfer sum to zero",
                            ReconciledTable.TRANSFERS,
                            records(ReconciliationMapper::unbalancedTransfers)),
                    new Invariant(
                            1,
                            "entries_belong",
                            "Every entry has its transfer and its account",
                            ReconciledTable.ENTRIES,
                            records(ReconciliationMapper::entriesWithoutTransferOrAccount)),
                    new Invariant(
                            2,
                            "balances_match_entries",
                            "Every balance is the sum of its entries",
                            ReconciledTable.ACCOUNTS,
                            history(ReconciliationMapper::balancesThatDifferFromTheirEntries)),
                    new Invariant(
                            2,
                            "entries_chain",
                            "Every balance after is the one before plus the amount",
                            ReconciledTable.ENTRIES,
                            records(ReconciliationMapper::brokenChainsOfEntries)),
                    new Invariant(
                            3,
                            "balances_not_negative",
                            "No balance but CUSTODY and LOSS is negative",
                            ReconciledTable.ACCOUNTS,
                            totals(ReconciliationMapper::negativeBalances)),
                    new Invariant(
                            4,
                            "reserves_cover_shares",
                            "Each reserve covers its curve, by less than a micro per trade",
                            ReconciledTable.ASSETS,
                            totals(ReconciliationMapper::reservesOffTheCurve)),
                    new Invariant(
                            5,
                            "supplies_match_positions",
                            "Positions add up to the supply, per asset",
                            ReconciledTable.ASSETS,
                            totals(ReconciliationMapper::suppliesThatDifferFromPositions)),
                    new Invariant(
                            6,
                            "lots_match_capital",
                            "What is left in lots adds up to LP capital, per pool",
                            ReconciledTable.LP_LOTS,
                            totals(ReconciliationMapper::capitalThatDiffersFromLots)),
                    new Invariant(
                            6,
                            "lots_match_positions",
                            "What is left in lots adds up to the principal, per LP",
                            ReconciledTable.LP_POSITIONS,
                            totals(ReconciliationMapper::positionsThatDifferFromTheirLots)),
                    new Invariant(
                            7,
                            "claims_match_fees",
                            "LP fees are what was claimed and what is owed, per pool",
                            ReconciledTable.POOLS,
                            history(ReconciliationMapper::claimsThatDifferFromFees)),
                    new Invariant(
                            7,
                            "rewards_match_accumulator",
                            "LP rewards are what the fee accumulator says, per pool",
                            ReconciledTable.POOLS,
                            totals(ReconciliationMapper::rewardsThatDifferFromTheAccumulator)),
                    new Invariant(
                            8,
                            "holds_match_requests",
                            "What is held back belongs to an open request",
                            ReconciledTable.ACCOUNTS,
                            totals(ReconciliationMapper::holdsWithoutAnOpenRequest)),
                    new Invariant(
                            9,
                            "accounts_sum_to_zero",
                            "All accounts together are zero",
                            ReconciledTable.ACCOUNTS,
                            totals(ReconciliationMapper::sumOfAllAccounts)),
                    new Invariant(
                            10,
                            "payments_within_limit",
                            "Every LP payment was within the limit of the base it stored",
                            ReconciledTable.LP_PAYMENTS,
                            records(ReconciliationMapper::paymentsOverTheirLimit)),
                    new Invariant(
                            10,
                            "payments_match_withdrawals",
                            "A withdrawal was paid what its payments say",
                            ReconciledTable.LP_WITHDRAWALS,
                            totals(ReconciliationMapper::withdrawalsThatDifferFromTheirPayments)),
                    new Invariant(
                            10,
                            "queues_are_reserved",
                            "What is queued is reserved, per pool",
                            ReconciledTable.FUNDINGS,
                            totals(ReconciliationMapper::queuesThatDifferFromReserves)),
                    new Invariant(
                            12,
                            "trades_settled_and_announced",
                            "Every trade has its transfer and its one event",
                            ReconciledTable.TRADES,
                            records(ReconciliationMapper::tradesWithoutTheirTransferOrEvent)),
                    new Invariant(
                            12,
                            "trades_announced_once",
                            "Every event of a trade is the one the trade carries",
                            ReconciledTable.OUTBOX,
                            records(ReconciliationMapper::eventsWithoutTheirTrade)),
                    new Invariant(
                            12,
                            "trades_numbered",
                            "An asset's trades are numbered without gaps",
                            ReconciledTable.ASSETS,
                            history(ReconciliationMapper::gapsInTheSequenceOfTrades)),
                    new Invariant(
                            13,
                            "fundamentals_match_signals",
                            "Each fundamental price is where its last signal left it",
                            ReconciledTable.FUNDAMENTALS,
                            totals(ReconciliationMapper::fundamentalsThatDifferFromTheirSignals)),
                    new Invariant(
                            13,
                            "signals_replay",
                            "Each signal moves the price before it by its own rules",
                            ReconciledTable.SIGNALS,
                            records(ReconciliationMapper::signalsThatDoNotReplay)),
                    new Invariant(
                            13,
                            "signals_announced_once",
                            "Every event of a signal is the one the signal carries",
                            ReconciledTable.OUTBOX,
                            records(ReconciliationMapper::eventsWithoutTheirSignal)));

    private final Snapshots snapshots;
    private final ReconciliationMapper mapper;
    private final BookMapper book;
    private final BesideTheBook beside;

    public Reconciling(
            Snapshots snapshots,
            ReconciliationMapper mapper,
            BookMapper book,
            BesideTheBook beside) {
        this.snapshots = snapshots;
        this.mapper = mapper;
        this.book = book;
        this.beside = beside;
    }

    private record Invariant(
            int number, String name, String description, ReconciledTable table, Check check) {}

    /** How an invariant is looked at. */
    private record Check(boolean incremental, Asking asking) {}

    @FunctionalInterface
    private interface Asking {
        List<Finding> ask(ReconciliationMapper mapper, ReconciledUpTo after, int limit);
    }

    /** Holds for each record by itself: records that were found right stay right. */
    private static Check records(Asking asking) {
        return new Check(true, asking);
    }

    /** Holds for totals, which every record may change. */
    private static Check totals(BiFunction<ReconciliationMapper, Integer, List<Finding>> asking) {
        return new Check(true, (mapper, after, limit) -> asking.apply(mapper, limit));
    }

    /** Holds for sums over all records; what follows from the others is not summed up each time. */
    private static Check history(BiFunction<ReconciliationMapper, Integer, List<Finding>> asking) {
        return new Check(false, (mapper, after, limit) -> asking.apply(mapper, limit));
    }

    /**
     * One invariant, checked.
     *
     * @param number its number in the domain's list
     * @param rows how many rows it spoke about
     */
    public record Checked(
            int number, String name, String description, long rows, List<Finding> findings) {}

    /**
     * What a reconciliation found.
     *
     * @param upTo where the book stood
     */
    public record Report(ReconciledUpTo upTo, Duration took, List<Checked> checks) {
        public boolean isClean() {
            return findings() == 0;
        }

        public long findings() {
            return checks.stream().mapToLong(check -> check.findings().size()).sum();
        }

        /** The book time of the snapshot. */
        public Instant asOf() {
            return upTo.bookTime();
        }
    }

    /** Checks all that is on record. */
    public Report reconcile() {
        return reconcile(invariant -> true, () -> ReconciledUpTo.NOTHING);
    }

    /**
     * Checks all totals, and of the records those that are younger than where the books were last
     * {@link #passed}. What it leaves out follows from what it looks at, for as long as nobody
     * changes older records: {@link #reconcile} looks at them too.
     */
    public Report reconcileYounger() {
        return reconcile(invariant -> invariant.check().incremental(), mapper::reconciledUpTo);
    }

    /** Takes note that the books were found right up to there. */
    public void passed(ReconciledUpTo upTo) {
        beside.write(() -> mapper.setReconciledUpTo(upTo));
    }

    private Report reconcile(Predicate<Invariant> wanted, Supplier<ReconciledUpTo> from) {
        long startNanos = System.nanoTime();
        return snapshots.read(
                () -> {
                    BookState state = book.state();
                    ReconciledUpTo after = from.get();
                    List<Checked> checks =
                            INVARIANTS.stream()
                                    .filter(wanted)
                                    .map(invariant -> check(invariant, after))
                                    .toList();
                    return new Report(
                            new ReconciledUpTo(
                                    state.lastTransferSeq(), state.lastEventId(), state.lastTime()),
                            Duration.ofNanos(System.nanoTime() - startNanos),
                            checks);
                });
    }

    private Checked check(Invariant invariant, ReconciledUpTo after) {
        return new Checked(
                invariant.number(),
                invariant.name(),
                invariant.description(),
                mapper.count(invariant.table(), after),
                invariant.check().asking().ask(mapper, after, FINDINGS_PER_CHECK));
    }
}
