package io.megatron.mapper.operations;

import java.util.List;
import org.apache.ibatis.annotations.Param;

/**
 * The invariants of the domain as questions to the database. Each answers the places where its
 * invariant does not hold, at most {@code limit} of them, and none when it does. Those about single
 * records take a point of the book's order and look at what is younger.
 */
public interface ReconciliationMapper {

    List<Finding> unbalancedTransfers(
            @Param("after") ReconciledUpTo after, @Param("limit") int limit);

    List<Finding> balancesThatDifferFromTheirEntries(@Param("limit") int limit);

    List<Finding> brokenChainsOfEntries(
            @Param("after") ReconciledUpTo after, @Param("limit") int limit);

    List<Finding> negativeBalances(@Param("limit") int limit);

    List<Finding> reservesOffTheCurve(@Param("limit") int limit);

    List<Finding> suppliesThatDifferFromPositions(@Param("limit") int limit);

    List<Finding> capitalThatDiffersFromLots(@Param("limit") int limit);

    List<Finding> positionsThatDifferFromTheirLots(@Param("limit") int limit);

    List<Finding> claimsThatDifferFromFees(@Param("limit") int limit);

    List<Finding> paymentsOverTheirLimit(
            @Param("after") ReconciledUpTo after, @Param("limit") int limit);

    List<Finding> withdrawalsThatDifferFromTheirPayments(@Param("limit") int limit);

    List<Finding> queuesThatDifferFromReserves(@Param("limit") int limit);

    List<Finding> rewardsThatDifferFromTheAccumulator(@Param("limit") int limit);

    List<Finding> holdsWithoutAnOpenRequest(@Param("limit") int limit);

    List<Finding> sumOfAllAccounts(@Param("limit") int limit);

    List<Finding> tradesWithoutTheirTransferOrEvent(
            @Param("after") ReconciledUpTo after, @Param("limit") int limit);

    List<Finding> eventsWithoutTheirTrade(
            @Param("after") ReconciledUpTo after, @Param("limit") int limit);

    List<Finding> gapsInTheSequenceOfTrades(@Param("limit") int limit);

    List<Finding> entriesWithoutTransferOrAccount(
            @Param("after") ReconciledUpTo after, @Param("limit") int limit);

    List<Finding> fundamentalsThatDifferFromTheirSignals(@Param("limit") int limit);

    List<Finding> signalsThatDoNotReplay(
            @Param("after") ReconciledUpTo after, @Param("limit") int limit);

    List<Finding> eventsWithoutTheirSignal(
            @Param("after") ReconciledUpTo after, @Param("limit") int limit);

    /** How many rows an invariant spoke about: of records the younger ones, else all. */
    long count(@Param("table") ReconciledTable table, @Param("after") ReconciledUpTo after);

    /** Up to where the books were found right. */
    ReconciledUpTo reconciledUpTo();

    /** Moves that point on; never back. */
    void setReconciledUpTo(@Param("to") ReconciledUpTo to);

    /** The tables whose rows are counted for the report. */
    enum ReconciledTable {
        TRANSFERS,
        ACCOUNTS,
        ENTRIES,
        ASSETS,
        POOLS,
        LP_POSITIONS,
        LP_LOTS,
        LP_WITHDRAWALS,
        LP_PAYMENTS,
        FUNDINGS,
        TRADES,
        FUNDAMENTALS,
        SIGNALS,
        OUTBOX;

        public String table() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
