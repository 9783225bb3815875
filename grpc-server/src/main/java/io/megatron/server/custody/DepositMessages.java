package io.megatron.server.custody;

import io.megatron.core.custody.DepositSettings;
import io.megatron.core.custody.DepositView;
import io.megatron.core.custody.GivingDepositAddresses.Given;
import io.megatron.custody.v1.Deposit;
import io.megatron.custody.v1.DepositAddress;
import io.megatron.custody.v1.DepositStatus;
import io.megatron.custody.v1.DepositWait;
import io.megatron.custody.v1.Halt;
import io.megatron.custody.v1.Rescan;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.server.calls.Figures;
import java.math.BigDecimal;
import java.util.Optional;
import org.web3j.crypto.Keys;

/** Deposits, rescans and halts in the words of the wire. */
final class DepositMessages {
    private static final int SCALE = 6;

    private DepositMessages() {}

    static DepositAddress address(Given given, DepositSettings settings) {
        return DepositAddress.newBuilder()
                .setAddress(text(given.address().address()))
                .setUserId(given.address().userId().toString())
                .setChainId(given.chain().chainId())
                .setToken(text(given.chain().token()))
                .setMinimum(settings.least().toString())
                .setRequiredConfirmations(settings.requiredConfirmations())
                .setRequiresFinality(settings.requiresFinality())
                .setCreatedAt(Figures.time(given.address().createdAt()))
                .build();
    }

    /** With the checksum of EIP-55. */
    private static String text(EvmAddress address) {
        return Keys.toChecksumAddress(address.toString());
    }

    static Deposit deposit(DepositView view) {
        io.megatron.mapper.custody.Deposit deposit = view.deposit();
        Deposit.Builder message =
                Deposit.newBuilder()
                        .setDepositId(deposit.id().toString())
                        .setAddress(text(deposit.address()))
                        .setSender(text(deposit.sender()))
                        .setAmount(
                                new BigDecimal(deposit.units(), SCALE)
                                        .stripTrailingZeros()
                                        .toPlainString())
                        .setStatus(status(deposit.status()))
                        .setWaitsFor(waiting(view.waitsFor()))
                        .setConfirmations(view.confirmations())
                        .setRequiredConfirmations(view.required())
                        .setTransactionHash(deposit.transactionHash().toString())
                        .setLogIndex(deposit.logIndex())
                        .setBlockNumber(deposit.blockNumber())
                        .setBlockHash(deposit.blockHash().toString())
                        .setDetectedAt(Figures.time(deposit.detectedAt()));
        Optional.ofNullable(deposit.userId()).ifPresent(user -> message.setUserId(user.toString()));
        Optional.ofNullable(deposit.reason()).ifPresent(message::setReason);
        Optional.ofNullable(deposit.closedAt())
                .ifPresent(at -> message.setClosedAt(Figures.time(at)));
        Optional.ofNullable(deposit.transferSeq()).ifPresent(message::setLedgerSequence);
        Optional.ofNullable(deposit.attributedTo())
                .ifPresent(user -> message.setAttributedTo(user.toString()));
        Optional.ofNullable(deposit.creditBlockNumber()).ifPresent(message::setBlockNumber);
        Optional.ofNullable(deposit.creditBlockHash())
                .ifPresent(hash -> message.setBlockHash(hash.toString()));
        return message.build();
    }

    private static DepositStatus status(io.megatron.mapper.custody.DepositStatus status) {
        return switch (status) {
            case DETECTED -> DepositStatus.DEPOSIT_STATUS_DETECTED;
            case CREDITED -> DepositStatus.DEPOSIT_STATUS_CREDITED;
            case ORPHANED -> DepositStatus.DEPOSIT_STATUS_ORPHANED;
            case IGNORED -> DepositStatus.DEPOSIT_STATUS_IGNORED;
        };
    }

    private static DepositWait waiting(DepositView.Waiting waiting) {
        return switch (waiting) {
            case NOTHING -> DepositWait.DEPOSIT_WAIT_UNSPECIFIED;
            case CONFIRMATIONS -> DepositWait.DEPOSIT_WAIT_CONFIRMATIONS;
            case FINALITY -> DepositWait.DEPOSIT_WAIT_FINALITY;
            case HALT -> DepositWait.DEPOSIT_WAIT_HALT;
        };
    }

    static Rescan rescan(io.megatron.mapper.custody.Rescan rescan) {
        Rescan.Builder message =
                Rescan.newBuilder()
                        .setRescanId(rescan.id().toString())
                        .setFromBlock(rescan.fromBlock())
                        .setToBlock(rescan.toBlock())
                        .setNextBlock(rescan.nextBlock())
                        .setFound(rescan.found())
                        .setRequestedBy(rescan.requestedBy().toString())
                        .setReason(rescan.reason())
                        .setRequestedAt(Figures.time(rescan.requestedAt()));
        Optional.ofNullable(rescan.finishedAt())
                .ifPresent(at -> message.setFinishedAt(Figures.time(at)));
        return message.build();
    }

    static Halt halt(io.megatron.mapper.custody.Halt halt) {
        Halt.Builder message =
                Halt.newBuilder()
                        .setHaltId(halt.id().toString())
                        .setCause(halt.cause().name())
                        .setMessage(halt.message())
                        .setBlockNumber(halt.blockNumber())
                        .setRaisedAt(Figures.time(halt.raisedAt()))
                        .setWrittenOff(halt.writtenOff().toString());
        Optional.ofNullable(halt.expectedHash())
                .ifPresent(hash -> message.setExpectedHash(hash.toString()));
        Optional.ofNullable(halt.foundHash())
                .ifPresent(hash -> message.setFoundHash(hash.toString()));
        Optional.ofNullable(halt.resolvedAt())
                .ifPresent(at -> message.setResolvedAt(Figures.time(at)));
        Optional.ofNullable(halt.resolvedBy())
                .ifPresent(by -> message.setResolvedBy(by.toString()));
        Optional.ofNullable(halt.resolution()).ifPresent(message::setResolution);
        return message.build();
    }
}
