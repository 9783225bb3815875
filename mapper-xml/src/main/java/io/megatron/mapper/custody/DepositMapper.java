package io.megatron.mapper.custody;

import io.megatron.mapper.ids.DepositId;
import io.megatron.mapper.ids.RescanId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Deposits, and how far the chain has been read for them. */
public interface DepositMapper {

    List<Deposit> depositsWithIds(@Param("ids") UUID[] ids);

    default List<Deposit> deposits(Collection<DepositId> ids) {
        return depositsWithIds(ids.stream().map(DepositId::value).toArray(UUID[]::new));
    }

    List<Deposit> creditedUnderColumns(Map<String, Object> columns);

    /** The credited deposits under these keys. */
    default List<Deposit> creditedUnder(Collection<CreditKey> keys) {
        return creditedUnderColumns(
                Columns.of(keys)
                        .longs("chainId", CreditKey::chainId)
                        .bytes("transaction", key -> key.transaction().bytes())
                        .ints("ordinal", CreditKey::ordinal)
                        .arrays());
    }

    List<DepositId> insertColumns(Map<String, Object> columns);

    /**
     * Keeps what a scan has seen; logs that were seen before stay what they are.
     *
     * @return those that are new
     */
    default List<DepositId> insert(Collection<Deposit> seen, Instant detectedAt) {
        return insertColumns(
                Columns.of(seen)
                        .uuids("id", row -> row.id().value())
                        .longs("chainId", Deposit::chainId)
                        .longs("blockNumber", Deposit::blockNumber)
                        .bytes("blockHash", row -> row.blockHash().bytes())
                        .bytes("transactionHash", row -> row.transactionHash().bytes())
                        .longs("logIndex", Deposit::logIndex)
                        .bytes("sender", row -> row.sender().bytes())
                        .bytes("address", row -> row.address().bytes())
                        .texts("userId", row -> text(row.userId()))
                        .texts("units", row -> row.units().toString())
                        .texts("amount", row -> text(row.amount()))
                        .texts("status", row -> row.status().name())
                        .texts("reason", Deposit::reason)
                        .all("detectedAt", detectedAt)
                        .arrays());
    }

    void updateColumns(Map<String, Object> columns);

    /** Writes what the book has decided, but not where a credited deposit is by now. */
    default void update(Collection<Deposit> deposits) {
        updateColumns(
                Columns.of(deposits)
                        .uuids("id", row -> row.id().value())
                        .texts("status", row -> row.status().name())
                        .texts("reason", Deposit::reason)
                        .texts("closedAt", row -> text(row.closedAt()))
                        .integers("ordinal", Deposit::ordinal)
                        .texts("creditBlockNumber", row -> text(row.creditBlockNumber()))
                        .bytes("creditBlockHash", row -> bytes(row.creditBlockHash()))
                        .texts("transferSeq", row -> text(row.transferSeq()))
                        .texts("attributedTo", row -> text(row.attributedTo()))
                        .arrays());
    }

    void followColumns(Map<String, Object> columns);

    /** Writes where credited deposits are on the chain by now, and nothing else. */
    default void follow(Collection<Deposit> credited) {
        followColumns(
                Columns.of(credited)
                        .uuids("id", row -> row.id().value())
                        .longs(
                                "creditBlockNumber",
                                row -> Objects.requireNonNull(row.creditBlockNumber()))
                        .bytes("creditBlockHash", row -> bytes(row.creditBlockHash()))
                        .ints("losses", Deposit::losses)
                        .arrays());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static byte @Nullable [] bytes(@Nullable EvmHash hash) {
        return hash == null ? null : hash.bytes();
    }

    List<Deposit> orphanedAmongColumns(Map<String, Object> columns);

    /** Those of these logs that were orphaned before. */
    default List<Deposit> orphanedAmong(Collection<Deposit> seen) {
        return orphanedAmongColumns(
                Columns.of(seen)
                        .longs("chainId", Deposit::chainId)
                        .bytes("blockHash", row -> row.blockHash().bytes())
                        .longs("logIndex", Deposit::logIndex)
                        .arrays());
    }

    /** How many deposits wait in blocks up to this one. */
    long countWaiting(@Param("upToBlock") long upToBlock);

    /** Deposits that wait in blocks up to this one, in the order of block and id, after one. */
    List<Deposit> waiting(
            @Param("upToBlock") long upToBlock,
            @Param("afterBlock") long afterBlock,
            @Param("afterId") UUID afterId,
            @Param("limit") int limit);

    /** Credited deposits in blocks after this one, in the order of block and id. */
    List<Deposit> creditedAfter(
            @Param("block") long block,
            @Param("afterBlock") long afterBlock,
            @Param("afterId") UUID afterId,
            @Param("limit") int limit);

    /** Transfers of something in blocks after this one that were ignored, in the same order. */
    List<Deposit> ignoredAfter(
            @Param("block") long block,
            @Param("afterBlock") long afterBlock,
            @Param("afterId") UUID afterId,
            @Param("limit") int limit);

    /** When the deposit was seen that has waited the longest. */
    @Nullable Instant oldestWaiting();

    /** Deposits, newest first, before one of them. */
    List<Deposit> page(
            @Param("user") @Nullable UserId user,
            @Param("status") @Nullable DepositStatus status,
            @Param("unattributed") boolean unattributed,
            @Param("before") @Nullable DepositId before,
            @Param("limit") int limit);

    /** How far the chain has been read; null before the first scan. */
    @Nullable DepositScan scan();

    void beginScan(@Param("scan") DepositScan scan);

    /** What the chain's newest blocks are. */
    void seeHead(
            @Param("head") long head,
            @Param("settledHead") long settledHead,
            @Param("at") Instant at);

    /**
     * Moves on, unless somebody has moved meanwhile.
     *
     * @return where it stands now; empty where somebody else has moved it
     */
    List<Long> advance(@Param("from") long from, @Param("to") long to);

    /** Goes back to where the chain is still the same. */
    void rewind(@Param("to") long to);

    void insertCheckpoint(@Param("row") Checkpoint row, @Param("keptAt") Instant keptAt);

    /** Checkpoints, the highest first, up to a block. */
    List<Checkpoint> checkpoints(@Param("upToBlock") long upToBlock, @Param("limit") int limit);

    /** Forgets the checkpoints above a block. */
    void deleteCheckpointsAbove(@Param("block") long block);

    /** Forgets all but the highest, and the lowest of each stretch of blocks. */
    void thinCheckpoints(@Param("keep") int keep, @Param("stretch") long stretch);

    void insertRescanColumns(Map<String, Object> columns);

    /** Keeps rescans that were asked for. */
    default void insertRescans(Collection<Rescan> rescans, Instant requestedAt) {
        insertRescanColumns(
                Columns.of(rescans)
                        .uuids("id", row -> row.id().value())
                        .longs("fromBlock", Rescan::fromBlock)
                        .longs("toBlock", Rescan::toBlock)
                        .uuids("requestedBy", Rescan::requestedBy)
                        .texts("reason", Rescan::reason)
                        .all("requestedAt", requestedAt)
                        .arrays());
    }

    @Nullable Rescan rescan(@Param("id") RescanId id);

    /** Rescans that are not done, oldest first. */
    List<Rescan> openRescans(@Param("limit") int limit);

    /** Rescans, newest first, before one of them. */
    List<Rescan> rescans(@Param("before") @Nullable RescanId before, @Param("limit") int limit);

    /** Moves a rescan on, unless somebody has meanwhile. */
    void advanceRescan(
            @Param("id") RescanId id,
            @Param("from") long from,
            @Param("next") long next,
            @Param("found") long found,
            @Param("at") Instant at);
}
