package io.megatron.mapper.operations;

import io.megatron.mapper.ledger.AccountKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/**
 * The invariants of the domain as questions to the database. Each answers the places where its
 * invariant does not hold, at most {@code limit} of them, and none when it does. Those about single
 * records look at a span of the book's order; those that sum up all records of an owner at a range
 * of owners; the others at everything.
 */
public interface ReconciliationMapper {

    List<Finding> unbalancedTransfers(@Param("span") Span span, @Param("limit") int limit);

    List<Finding> entriesWithoutTransferOrAccount(
            @Param("span") Span span, @Param("limit") int limit);

    List<Finding> brokenChainsOfEntries(@Param("span") Span span, @Param("limit") int limit);

    List<Finding> paymentsOverTheirLimit(@Param("span") Span span, @Param("limit") int limit);

    List<Finding> tradesWithoutTheirTransferOrEvent(
            @Param("span") Span span, @Param("limit") int limit);

    List<Finding> eventsWithoutTheirTrade(@Param("span") Span span, @Param("limit") int limit);

    List<Finding> negativeBalances(@Param("span") Span span, @Param("limit") int limit);

    List<Finding> reservesOffTheCurve(@Param("limit") int limit);

    List<Finding> suppliesThatDifferFromPositions(@Param("limit") int limit);

    List<Finding> capitalThatDiffersFromLots(@Param("limit") int limit);

    List<Finding> positionsThatDifferFromTheirLots(@Param("limit") int limit);

    List<Finding> withdrawalsThatDifferFromTheirPayments(@Param("limit") int limit);

    List<Finding> queuesThatDifferFromReserves(@Param("limit") int limit);

    List<Finding> rewardsThatDifferFromTheAccumulator(@Param("limit") int limit);

    List<Finding> holdsWithoutAnOpenRequest(@Param("limit") int limit);

    List<Finding> sumOfAllAccounts(@Param("limit") int limit);

    /** Kinds of pools' and the platform's accounts whose totals are not what these hold. */
    List<Finding> totalsThatDifferFromTheirBalances(@Param("limit") int limit);

    /**
     * Entries of accounts of a kind.
     *
     * @param amount what they come to, USDC
     */
    record KindSum(AccountKind kind, BigDecimal amount) {}

    /** Entries of transfers after one of them, up to another. */
    List<KindSum> sumsOfEntries(@Param("afterSeq") long afterSeq, @Param("upToSeq") long upToSeq);

    /** Kinds whose totals are not what all entries come to. */
    List<Finding> totalsThatDifferFromTheirEntries(
            @Param("kinds") String[] kinds,
            @Param("amounts") String[] amounts,
            @Param("limit") int limit);

    List<Finding> claimsThatDifferFromFees(
            @Param("range") OwnerRange range, @Param("limit") int limit);

    List<OwnerRecords> poolsByRewards(
            @Param("after") @Nullable String after, @Param("limit") int limit);

    PartialSum sumOfRewards(
            @Param("asset") String asset,
            @Param("afterSeq") long afterSeq,
            @Param("upToSeq") long upToSeq);

    List<Finding> gapsInTheSequenceOfTrades(
            @Param("range") OwnerRange range, @Param("limit") int limit);

    List<OwnerRecords> assetsByTrades(
            @Param("after") @Nullable String after, @Param("limit") int limit);

    /** Counts trades, and as the total their different numbers. */
    PartialSum countOfTrades(
            @Param("asset") String asset,
            @Param("afterSeq") long afterSeq,
            @Param("upToSeq") long upToSeq);

    long count(@Param("table") ReconciledTable table);

    long countInSpan(@Param("table") ReconciledTable table, @Param("span") Span span);

    /**
     * Has Postgres note where the youngest entries are, so that those of a span are found without
     * reading all of them; writes to the index only.
     *
     * @return how many ranges of pages it had not noted yet
     */
    int summarizeEntries();

    /** When a transfer was booked, or the first after it; none after the last. */
    @Nullable Instant bookedAt(@Param("transferSeq") long transferSeq);

    List<Finding> fundamentalsThatDifferFromTheirSignals(@Param("limit") int limit);

    List<Finding> signalsThatDoNotReplay(@Param("span") Span span, @Param("limit") int limit);

    List<Finding> eventsWithoutTheirSignal(@Param("span") Span span, @Param("limit") int limit);

    List<Finding> depositsWithoutTheirTransfer(@Param("span") Span span, @Param("limit") int limit);

    List<Finding> unattributedOffTheDeposits(@Param("limit") int limit);

    List<Finding> withdrawalsWithoutTheirTransfer(
            @Param("span") Span span, @Param("limit") int limit);

    List<Finding> withdrawalsOffTheirAuthorizations(@Param("limit") int limit);

    /** Up to where the books were found right. */
    ReconciledUpTo reconciledUpTo();

    /** Moves that point on; never back. */
    void setReconciledUpTo(@Param("to") ReconciledUpTo to);

    /** The tables whose rows are counted for the report. */
    enum ReconciledTable {
        TRANSFERS,
        ACCOUNT_KIND_TOTALS,
        ACCOUNTS,
        ENTRIES,
        ASSETS,
        LP_POSITIONS,
        LP_LOTS,
        LP_WITHDRAWALS,
        LP_PAYMENTS,
        FUNDINGS,
        TRADES,
        DEPOSITS,
        WITHDRAWALS,
        FUNDAMENTALS,
        SIGNALS,
        OUTBOX;

        public String table() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
