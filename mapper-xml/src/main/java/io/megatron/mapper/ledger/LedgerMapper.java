package io.megatron.mapper.ledger;

import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Accounts, transfers and entries. */
public interface LedgerMapper {

    List<Account> accounts(@Param("kinds") String[] kinds, @Param("owners") UUID[] owners);

    default List<Account> accounts(Collection<AccountKey> keys) {
        return accounts(
                keys.stream().map(key -> key.kind().name()).toArray(String[]::new),
                keys.stream().map(AccountKey::owner).toArray(UUID[]::new));
    }

    @Nullable Account account(@Param("kind") AccountKind kind, @Param("owner") UUID owner);

    /** Pools' accounts of a kind that hold something, in the order of owners, after one of them. */
    List<Account> ofPools(
            @Param("kind") AccountKind kind,
            @Param("after") @Nullable UUID after,
            @Param("limit") int limit);

    long countOfPools(@Param("kind") AccountKind kind);

    void insertAccountColumns(Map<String, Object> columns);

    default void insertAccounts(Collection<Account> accounts) {
        insertAccountColumns(
                Columns.of(accounts)
                        .longs("id", Account::id)
                        .texts("kind", account -> account.kind().name())
                        .uuids("owner", Account::owner)
                        .arrays());
    }

    void addToTotalColumns(Map<String, Object> columns);

    /** Each kind once. */
    default void addToTotals(Collection<AccountKindChange> changes) {
        addToTotalColumns(
                Columns.of(changes)
                        .texts("kind", change -> change.kind().name())
                        .longs("amount", change -> change.amount().micros())
                        .longs("opened", AccountKindChange::opened)
                        .arrays());
    }

    void insertTransferColumns(Map<String, Object> columns);

    /** All of them carry the batch's one book time. */
    default void insertTransfers(Collection<Transfer> transfers, Instant bookedAt) {
        insertTransferColumns(
                Columns.of(transfers)
                        .longs("seq", Transfer::seq)
                        .texts("cause", transfer -> transfer.cause().code())
                        .uuids("reference", Transfer::reference)
                        .ints("part", Transfer::part)
                        .uuids("initiator", Transfer::initiator)
                        .texts("reason", Transfer::reason)
                        .all("bookedAt", bookedAt)
                        .arrays());
    }

    void insertEntryColumns(Map<String, Object> columns);

    /** All of them carry the batch's one book time. */
    default void insertEntries(Collection<Entry> entries, Instant bookedAt) {
        insertEntryColumns(
                Columns.of(entries)
                        .longs("accountId", Entry::accountId)
                        .longs("seq", Entry::seq)
                        .longs("transferSeq", Entry::transferSeq)
                        .longs("amount", entry -> entry.amount().micros())
                        .longs("balanceAfter", entry -> entry.balanceAfter().micros())
                        .all("bookedAt", bookedAt)
                        .arrays());
    }

    /** The last entry at or before a moment; null where there was none yet. */
    @Nullable Entry lastEntryAsOf(@Param("accountId") long accountId, @Param("asOf") Instant asOf);

    /** Entries with their causes, newest first, below a sequence number. */
    List<StatementLine> linesBefore(
            @Param("accountId") long accountId,
            @Param("beforeSeq") long beforeSeq,
            @Param("limit") int limit);

    /** Entries with their causes, oldest first, between two sequence numbers, both exclusive. */
    List<StatementLine> linesBetween(
            @Param("accountId") long accountId,
            @Param("afterSeq") long afterSeq,
            @Param("beforeSeq") long beforeSeq,
            @Param("limit") int limit);

    /** Totals by cause between two sequence numbers, both exclusive. */
    List<CauseTotal> totalsBetween(
            @Param("accountId") long accountId,
            @Param("afterSeq") long afterSeq,
            @Param("beforeSeq") long beforeSeq);
}
