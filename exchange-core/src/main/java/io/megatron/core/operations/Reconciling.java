package io.megatron.core.operations;

import io.megatron.core.ledger.Snapshots;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.operations.Finding;
import io.megatron.mapper.operations.ReconciliationMapper;
import io.megatron.mapper.operations.ReconciliationMapper.ReconciledTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
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
                            ReconciliationMapper::unbalancedTransfers),
                    new Invariant(
                            1,
                            "entries_belong",
                            "Every entry has its transfer and its account",
                            ReconciledTable.ENTRIES,
                            ReconciliationMapper::entriesWithoutTransferOrAccount),
                    new Invariant(
                            2,
                            "balances_match_entries",
                            "Every balance is the sum of its entries",
                            ReconciledTable.ACCOUNTS,
                            ReconciliationMapper::balancesThatDifferFromTheirEntries),
                    new Invariant(
                            2,
                            "entries_chain",
                            "Every balance after is the one before plus the amount",
                            ReconciledTable.ENTRIES,
                            ReconciliationMapper::brokenChainsOfEntries),
                    new Invariant(
                            3,
                            "balances_not_negative",
                            "No balance but CUSTODY and LOSS is negative",
                            ReconciledTable.ACCOUNTS,
                            ReconciliationMapper::negativeBalances),
                    new Invariant(
                            4,
                            "reserves_cover_shares",
                            "Each reserve covers its curve, by less than a micro per trade",
                            ReconciledTable.ASSETS,
                            ReconciliationMapper::reservesOffTheCurve),
                    new Invariant(
                            5,
                            "supplies_match_positions",
                            "Positions add up to the supply, per asset",
                            ReconciledTable.ASSETS,
                            ReconciliationMapper::suppliesThatDifferFromPositions),
                    new Invariant(
                            6,
                            "lots_match_capital",
                            "What is left in lots adds up to LP capital, per pool",
                            ReconciledTable.LP_LOTS,
                            ReconciliationMapper::capitalThatDiffersFromLots),
                    new Invariant(
                            6,
                            "lots_match_positions",
                            "What is left in lots adds up to the principal, per LP",
                            ReconciledTable.LP_POSITIONS,
                            ReconciliationMapper::positionsThatDifferFromTheirLots),
                    new Invariant(
                            7,
                            "claims_match_fees",
                            "LP fees are what was claimed and what is owed, per pool",
                            ReconciledTable.POOLS,
                            ReconciliationMapper::claimsThatDifferFromFees),
                    new Invariant(
                            7,
                            "rewards_match_accumulator",
                            "LP rewards are what the fee accumulator says, per pool",
                            ReconciledTable.POOLS,
                            ReconciliationMapper::rewardsThatDifferFromTheAccumulator),
                    new Invariant(
                            8,
                            "holds_match_requests",
                            "What is held back belongs to an open request",
                            ReconciledTable.ACCOUNTS,
                            ReconciliationMapper::holdsWithoutAnOpenRequest),
                    new Invariant(
                            9,
                            "accounts_sum_to_zero",
                            "All accounts together are zero",
                            ReconciledTable.ACCOUNTS,
                            ReconciliationMapper::sumOfAllAccounts),
                    new Invariant(
                            10,
                            "payments_within_limit",
                            "Every LP payment was within the limit of the base it stored",
                            ReconciledTable.LP_PAYMENTS,
                            ReconciliationMapper::paymentsOverTheirLimit),
                    new Invariant(
                            10,
                            "payments_match_withdrawals",
                            "A withdrawal was paid what its payments say",
                            ReconciledTable.LP_WITHDRAWALS,
                            ReconciliationMapper::withdrawalsThatDifferFromTheirPayments),
                    new Invariant(
                            10,
                            "queues_are_reserved",
                            "What is queued is reserved, per pool",
                            ReconciledTable.FUNDINGS,
                            ReconciliationMapper::queuesThatDifferFromReserves),
                    new Invariant(
                            12,
                            "trades_settled_and_announced",
                            "Every trade has its transfer and its one event",
                            ReconciledTable.TRADES,
                            ReconciliationMapper::tradesWithoutTheirTransferOrEvent),
                    new Invariant(
                            12,
                            "trades_announced_once",
                            "Every event of a trade is the one the trade carries",
                            ReconciledTable.OUTBOX,
                            ReconciliationMapper::eventsWithoutTheirTrade),
                    new Invariant(
                            12,
                            "trades_numbered",
                            "An asset's trades are numbered without gaps",
                            ReconciledTable.ASSETS,
                            ReconciliationMapper::gapsInTheSequenceOfTrades));

    private final Snapshots snapshots;
    private final ReconciliationMapper mapper;
    private final BookMapper book;

    public Reconciling(Snapshots snapshots, ReconciliationMapper mapper, BookMapper book) {
        this.snapshots = snapshots;
        this.mapper = mapper;
        this.book = book;
    }

    private record Invariant(
            int number,
            String name,
            String description,
            ReconciledTable table,
            BiFunction<ReconciliationMapper, Integer, List<Finding>> check) {}

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
     * @param asOf the book time of the snapshot
     */
    public record Report(Instant asOf, Duration took, List<Checked> checks) {
        public boolean isClean() {
            return checks.stream().allMatch(check -> check.findings().isEmpty());
        }
    }

    public Report reconcile() {
        long startNanos = System.nanoTime();
        return snapshots.read(
                () -> {
                    Instant asOf = book.state().lastTime();
                    List<Checked> checks = INVARIANTS.stream().map(this::check).toList();
                    return new Report(
                            asOf, Duration.ofNanos(System.nanoTime() - startNanos), checks);
                });
    }

    private Checked check(Invariant invariant) {
        return new Checked(
                invariant.number(),
                invariant.name(),
                invariant.description(),
                mapper.count(invariant.table()),
                invariant.check().apply(mapper, FINDINGS_PER_CHECK));
    }
}
