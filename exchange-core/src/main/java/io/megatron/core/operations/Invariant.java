package io.megatron.core.operations;

import io.megatron.mapper.operations.Finding;
import io.megatron.mapper.operations.OwnerRange;
import io.megatron.mapper.operations.OwnerRecords;
import io.megatron.mapper.operations.PartialSum;
import io.megatron.mapper.operations.ReconciliationMapper;
import io.megatron.mapper.operations.ReconciliationMapper.ReconciledTable;
import io.megatron.mapper.operations.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A check of one of the domain's invariants.
 *
 * @param number the invariant's number in the domain's list
 * @param table the rows it speaks about
 * @param check how it is looked at
 */
record Invariant(int number, String name, String description, ReconciledTable table, Check check) {

    /** How an invariant is looked at. */
    sealed interface Check {}

    /** Holds for totals, which every record may change. */
    record Totals(AskingAll asking) implements Check {
        @FunctionalInterface
        interface AskingAll {
            List<Finding> ask(ReconciliationMapper mapper, int limit);
        }
    }

    /** Holds for each record by itself: records that were found right stay right. */
    record Records(AskingSpan asking) implements Check {
        @FunctionalInterface
        interface AskingSpan {
            List<Finding> ask(ReconciliationMapper mapper, Span span, int limit);
        }
    }

    /** Holds between the ledger and the chain. */
    record OnChain() implements Check {}

    /** Holds for the sum over all entries, by the kind of their account. */
    record AllEntries() implements Check {}

    /**
     * Holds for the sum over all records of an owner. It follows from the others, so it is not
     * summed up each time.
     *
     * @param owners who has records, by keyset
     * @param part some of one owner's records
     * @param asking compares the sums with what the owners carry
     */
    record History(Owners owners, Part part, AskingRange asking) implements Check {
        @FunctionalInterface
        interface Owners {
            List<OwnerRecords> after(ReconciliationMapper mapper, @Nullable String key, int limit);
        }

        @FunctionalInterface
        interface Part {
            PartialSum sum(ReconciliationMapper mapper, String owner, long afterSeq, long upToSeq);
        }

        @FunctionalInterface
        interface AskingRange {
            List<Finding> ask(ReconciliationMapper mapper, OwnerRange range, int limit);
        }
    }

    /** All of them, in the order of a report. */
    static final List<Invariant> ALL =
            List.of(
                    new Invariant(
                            1,
                            "transfers_balance",
                            "The entries of every transfer sum to zero",
                            ReconciledTable.TRANSFERS,
                            new Records(ReconciliationMapper::unbalancedTransfers)),
                    new Invariant(
                            1,
                            "entries_belong",
                            "Every entry has its transfer and its account",
                            ReconciledTable.ENTRIES,
                            new Records(ReconciliationMapper::entriesWithoutTransferOrAccount)),
                    new Invariant(
                            2,
                            "entries_chain",
                            "Every balance is the sum of its entries: each is the one before plus"
                                    + " the amount",
                            ReconciledTable.ENTRIES,
                            new Records(ReconciliationMapper::brokenChainsOfEntries)),
                    new Invariant(
                            3,
                            "balances_not_negative",
                            "No balance but CUSTODY and LOSS is or was negative",
                            ReconciledTable.ENTRIES,
                            new Records(ReconciliationMapper::negativeBalances)),
                    new Invariant(
                            4,
                            "reserves_cover_shares",
                            "Each reserve covers its curve, by less than a micro per trade",
                            ReconciledTable.ASSETS,
                            new Totals(ReconciliationMapper::reservesOffTheCurve)),
                    new Invariant(
                            5,
                            "supplies_match_positions",
                            "Positions add up to the supply, per asset",
                            ReconciledTable.ASSETS,
                            new Totals(ReconciliationMapper::suppliesThatDifferFromPositions)),
                    new Invariant(
                            6,
                            "lots_match_capital",
                            "What is left in lots adds up to LP capital, per pool",
                            ReconciledTable.LP_LOTS,
                            new Totals(ReconciliationMapper::capitalThatDiffersFromLots)),
                    new Invariant(
                            6,
                            "lots_match_positions",
                            "What is left in lots adds up to the principal, per LP",
                            ReconciledTable.LP_POSITIONS,
                            new Totals(ReconciliationMapper::positionsThatDifferFromTheirLots)),
                    new Invariant(
                            7,
                            "claims_match_fees",
                            "LP fees are what was claimed and what is owed, per pool",
                            ReconciledTable.ASSETS,
                            new History(
                                    ReconciliationMapper::poolsByRewards,
                                    ReconciliationMapper::sumOfRewards,
                                    ReconciliationMapper::claimsThatDifferFromFees)),
                    new Invariant(
                            7,
                            "rewards_match_accumulator",
                            "LP rewards are what the fee accumulator says, per pool",
                            ReconciledTable.ASSETS,
                            new Totals(ReconciliationMapper::rewardsThatDifferFromTheAccumulator)),
                    new Invariant(
                            8,
                            "holds_match_requests",
                            "What is held back belongs to an open request",
                            ReconciledTable.ACCOUNTS,
                            new Totals(ReconciliationMapper::holdsWithoutAnOpenRequest)),
                    new Invariant(
                            9,
                            "accounts_sum_to_zero",
                            "All accounts together are zero",
                            ReconciledTable.ACCOUNT_KIND_TOTALS,
                            new Totals(ReconciliationMapper::sumOfAllAccounts)),
                    new Invariant(
                            9,
                            "totals_match_balances",
                            "Pools' and the platform's accounts together hold what is said of them",
                            ReconciledTable.ACCOUNT_KIND_TOTALS,
                            new Totals(ReconciliationMapper::totalsThatDifferFromTheirBalances)),
                    new Invariant(
                            9,
                            "totals_match_entries",
                            "All accounts of a kind together are the sum of their entries",
                            ReconciledTable.ACCOUNT_KIND_TOTALS,
                            new AllEntries()),
                    new Invariant(
                            10,
                            "payments_within_limit",
                            "Every LP payment was within the limit of the base it stored",
                            ReconciledTable.LP_PAYMENTS,
                            new Records(ReconciliationMapper::paymentsOverTheirLimit)),
                    new Invariant(
                            10,
                            "payments_match_withdrawals",
                            "A withdrawal was paid what its payments say",
                            ReconciledTable.LP_WITHDRAWALS,
                            new Totals(
                                    ReconciliationMapper::withdrawalsThatDifferFromTheirPayments)),
                    new Invariant(
                            10,
                            "queues_are_reserved",
                            "What is queued is reserved, per pool",
                            ReconciledTable.FUNDINGS,
                            new Totals(ReconciliationMapper::queuesThatDifferFromReserves)),
                    new Invariant(
                            11,
                            "reserves_proven",
                            "What is on the chain is what is owed, apart from what the proof names",
                            ReconciledTable.DEPOSITS,
                            new OnChain()),
                    new Invariant(
                            12,
                            "trades_settled_and_announced",
                            "Every trade has its transfer and its one event",
                            ReconciledTable.TRADES,
                            new Records(ReconciliationMapper::tradesWithoutTheirTransferOrEvent)),
                    new Invariant(
                            12,
                            "trades_announced_once",
                            "Every event of a trade is the one the trade carries",
                            ReconciledTable.OUTBOX,
                            new Records(ReconciliationMapper::eventsWithoutTheirTrade)),
                    new Invariant(
                            12,
                            "trades_numbered",
                            "An asset's trades are numbered without gaps",
                            ReconciledTable.ASSETS,
                            new History(
                                    ReconciliationMapper::assetsByTrades,
                                    ReconciliationMapper::countOfTrades,
                                    ReconciliationMapper::gapsInTheSequenceOfTrades)),
                    new Invariant(
                            12,
                            "deposits_posted_once",
                            "Every credited deposit has its one transfer, of its amount",
                            ReconciledTable.DEPOSITS,
                            new Records(ReconciliationMapper::depositsWithoutTheirTransfer)),
                    new Invariant(
                            12,
                            "unattributed_matches_deposits",
                            "UNATTRIBUTED is what arrived for nobody and was given to nobody",
                            ReconciledTable.DEPOSITS,
                            new Totals(ReconciliationMapper::unattributedOffTheDeposits)),
                    new Invariant(
                            12,
                            "withdrawals_posted_once",
                            "Every withdrawal that has ended has the one transfer of its end",
                            ReconciledTable.WITHDRAWALS,
                            new Records(ReconciliationMapper::withdrawalsWithoutTheirTransfer)),
                    new Invariant(
                            12,
                            "withdrawals_match_authorizations",
                            "Every withdrawal stands where its authorization does",
                            ReconciledTable.WITHDRAWALS,
                            new Totals(ReconciliationMapper::withdrawalsOffTheirAuthorizations)),
                    new Invariant(
                            13,
                            "fundamentals_match_signals",
                            "Each fundamental price is where its last signal left it",
                            ReconciledTable.FUNDAMENTALS,
                            new Totals(
                                    ReconciliationMapper::fundamentalsThatDifferFromTheirSignals)),
                    new Invariant(
                            13,
                            "signals_replay",
                            "Each signal moves the price before it by its own rules",
                            ReconciledTable.SIGNALS,
                            new Records(ReconciliationMapper::signalsThatDoNotReplay)),
                    new Invariant(
                            13,
                            "signals_announced_once",
                            "Every event of a signal is the one the signal carries",
                            ReconciledTable.OUTBOX,
                            new Records(ReconciliationMapper::eventsWithoutTheirSignal)));
}
