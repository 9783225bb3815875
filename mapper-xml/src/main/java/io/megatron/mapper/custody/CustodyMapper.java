package io.megatron.mapper.custody;

import io.megatron.mapper.ids.HaltId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Which chain this is, which addresses are ours, and whether custody stands still. */
public interface CustodyMapper {

    @Nullable ChainIdentity chainIdentity();

    /** Writes the identity down, unless somebody has before. */
    void insertChainIdentity(@Param("row") ChainIdentity row);

    /** The next index that no address has. */
    int nextDerivationIndex();

    /** Keeps an address, unless its user has one. */
    void insertDepositAddress(@Param("row") DepositAddress row);

    @Nullable DepositAddress depositAddressOf(@Param("user") UserId user);

    /** Addresses in the order of their indices, after one of them; -1 for the first. */
    List<DepositAddress> depositAddresses(
            @Param("afterIndex") int afterIndex, @Param("limit") int limit);

    void markUnsweptColumns(Map<String, Object> columns);

    /** Deposit addresses of these transfers are to be looked at by sweeps. */
    default void markUnswept(Collection<Deposit> arrived) {
        markUnsweptColumns(
                Columns.of(arrived)
                        .bytes("address", row -> row.address().bytes())
                        .longs("blockNumber", Deposit::blockNumber)
                        .arrays());
    }

    /** Deposit addresses that something arrived at, in the order of their indices, after one. */
    List<DepositAddress> unswept(@Param("afterIndex") int afterIndex, @Param("limit") int limit);

    void deleteUnsweptIndices(@Param("indices") Integer[] indices, @Param("block") long block);

    /** These are empty as of a block, unless something arrived later. */
    default void deleteUnswept(Collection<DepositAddress> empty, long block) {
        deleteUnsweptIndices(
                empty.stream().map(DepositAddress::derivationIndex).toArray(Integer[]::new), block);
    }

    void markFullIndices(@Param("indices") Integer[] indices, @Param("block") long block);

    /** These hold enough as of a block, whoever knows since when. */
    default void markFull(Collection<DepositAddress> full, long block) {
        markFullIndices(
                full.stream().map(DepositAddress::derivationIndex).toArray(Integer[]::new), block);
    }

    /** Where the slow look at all deposit addresses ended; null before the first. */
    @Nullable Integer sweepRound();

    void setSweepRound(@Param("afterIndex") int afterIndex, @Param("at") Instant at);

    /** Keeps an address of ours that is no user's. */
    void insertPlatformAddress(
            @Param("address") EvmAddress address,
            @Param("purpose") String purpose,
            @Param("addedAt") Instant addedAt);

    List<EvmAddress> platformAddresses();

    /**
     * An address of ours.
     *
     * @param userId whose; null where it is no user's
     */
    record OwnAddress(EvmAddress address, @Nullable UserId userId) {}

    List<OwnAddress> ownAmongBytes(@Param("addresses") byte[][] addresses);

    /** Those of these addresses that are ours. */
    default List<OwnAddress> ownAmong(Collection<EvmAddress> addresses) {
        return addresses.isEmpty()
                ? List.of()
                : ownAmongBytes(addresses.stream().map(EvmAddress::bytes).toArray(byte[][]::new));
    }

    /** The halt that is not resolved, if there is one. */
    List<Halt> openHalt();

    @Nullable Halt halt(@Param("id") HaltId id);

    /** Halts, newest first, before one of them. */
    List<Halt> halts(
            @Param("open") boolean open,
            @Param("before") @Nullable HaltId before,
            @Param("limit") int limit);

    void insertHaltColumns(Map<String, Object> columns);

    default void insertHalts(Collection<Halt> halts) {
        insertHaltColumns(
                Columns.of(halts)
                        .uuids("id", halt -> halt.id().value())
                        .texts("cause", halt -> halt.cause().name())
                        .texts("message", Halt::message)
                        .longs("blockNumber", Halt::blockNumber)
                        .bytes("expectedHash", halt -> bytes(halt.expectedHash()))
                        .bytes("foundHash", halt -> bytes(halt.foundHash()))
                        .texts("raisedAt", halt -> halt.raisedAt().toString())
                        .arrays());
    }

    private static byte @Nullable [] bytes(@Nullable EvmHash hash) {
        return hash == null ? null : hash.bytes();
    }

    /** Ends a halt. */
    void resolveHalt(@Param("row") Halt row);

    /** The alerts that stand. */
    List<CustodyAlert> openAlerts();

    void insertAlert(CustodyAlert alert);

    void clearAlert(CustodyAlert alert);
}
