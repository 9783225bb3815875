package io.megatron.core.custody.internal;

import io.megatron.core.custody.chain.TokenTransfer;
import io.megatron.core.custody.chain.TransactionReceipt;
import io.megatron.core.custody.chain.TransactionReceipt.Log;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.CreditKey;
import io.megatron.mapper.custody.CustodyMapper.OwnAddress;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.DepositStatus;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import io.megatron.mapper.ids.DepositId;
import io.megatron.mapper.ids.UserId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a transfer comes to. One unit of the token is one micro-USDC. */
final class DepositRules {
    private static final BigInteger MOST = BigInteger.valueOf(Usdc.MAX_MICROS);
    private static final int TRANSFER_TOPICS = 3;
    private static final int HEX = 16;

    /** keccak-256 of {@code Transfer(address,address,uint256)} (ERC-20). */
    private static final EvmHash TRANSFER =
            EvmHash.parse("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");

    private DepositRules() {}

    /**
     * Whether a transfer brings money from outside. One between addresses of ours moves it only,
     * except that what the platform pays to a user's address is a withdrawal that arrived there: it
     * has left the ledger, and comes in again.
     */
    static boolean comesFromOutside(
            TokenTransfer transfer,
            Map<EvmAddress, OwnAddress> ours,
            Map<EvmAddress, OwnAddress> recipients) {
        OwnAddress sender = ours.get(transfer.from());
        if (sender == null) {
            return true;
        }
        return sender.userId() == null && userOf(transfer, recipients) != null;
    }

    static @Nullable UserId userOf(TokenTransfer transfer, Map<EvmAddress, OwnAddress> recipients) {
        OwnAddress recipient = recipients.get(transfer.to());
        return recipient == null ? null : recipient.userId();
    }

    /**
     * The deposit that a transfer is, and whether it can ever be credited. What is only too little
     * waits like any other: a reorg may move it or take it, and the proof of reserves counts it.
     */
    static Deposit seen(
            DepositId id, long chainId, TokenTransfer transfer, @Nullable UserId user, Instant at) {
        BigInteger units = transfer.amount();
        Usdc amount = units.compareTo(MOST) > 0 ? null : Usdc.ofMicros(units.longValueExact());
        String reason = ignored(amount);
        return new Deposit(
                id,
                chainId,
                transfer.blockNumber(),
                transfer.blockHash(),
                transfer.transaction(),
                transfer.logIndex(),
                transfer.from(),
                transfer.to(),
                user,
                units,
                amount,
                reason == null ? DepositStatus.DETECTED : DepositStatus.IGNORED,
                reason,
                at,
                reason == null ? null : at,
                null,
                null,
                null,
                null,
                0,
                null);
    }

    private static @Nullable String ignored(@Nullable Usdc amount) {
        if (amount == null) {
            return "more than any account could hold";
        }
        return amount.isZero() ? "nothing was transferred" : null;
    }

    /**
     * What the chain says of a deposit that waits; empty where its answers do not agree with each
     * other, as those of a node that is just changing its mind: then it waits on.
     *
     * @param blockHash of the block with the deposit's number, as the chain has it
     * @param least what is credited
     */
    static Optional<Verdict> verdict(
            EvmAddress token,
            Deposit deposit,
            EvmHash blockHash,
            @Nullable TransactionReceipt receipt,
            Usdc least) {
        if (!blockHash.equals(deposit.blockHash())) {
            return Optional.of(
                    new Verdict.Orphan(
                            "block %s is %s now".formatted(deposit.blockNumber(), blockHash)));
        }
        if (receipt == null
                || !receipt.succeeded()
                || !receipt.blockHash().equals(deposit.blockHash())) {
            return Optional.empty();
        }
        OptionalInt ordinal = ordinal(token, deposit, receipt.logs());
        return ordinal.isEmpty()
                ? Optional.empty()
                : Optional.of(there(deposit, ordinal.getAsInt(), least));
    }

    private static Verdict there(Deposit deposit, int ordinal, Usdc least) {
        return deposit.worth().compareTo(least) < 0
                ? new Verdict.Ignore("less than the minimum of " + least + " USDC")
                : new Verdict.Credit(
                        new CreditKey(deposit.chainId(), deposit.transactionHash(), ordinal));
    }

    private static OptionalInt ordinal(EvmAddress token, Deposit deposit, List<Log> logs) {
        for (int i = 0; i < logs.size(); i++) {
            if (logs.get(i).index() == deposit.logIndex()) {
                return isTransfer(token, deposit, logs.get(i))
                        ? OptionalInt.of(i)
                        : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }

    /** Whether a receipt still holds the transfer that was credited, in whatever block. */
    static boolean holds(EvmAddress token, Deposit credited, @Nullable TransactionReceipt receipt) {
        int ordinal = Objects.requireNonNull(credited.ordinal(), "a credited deposit has it");
        return receipt != null
                && receipt.succeeded()
                && receipt.logs().size() > ordinal
                && isTransfer(token, credited, receipt.logs().get(ordinal));
    }

    private static boolean isTransfer(EvmAddress token, Deposit deposit, Log log) {
        return log.contract().equals(token)
                && log.topics().size() == TRANSFER_TOPICS
                && log.topics().getFirst().equals(TRANSFER)
                && log.topics().getLast().hex().endsWith(deposit.address().hex())
                && amount(log.data()).equals(deposit.units());
    }

    private static BigInteger amount(String data) {
        String digits = data.startsWith("0x") ? data.substring(2) : data;
        return digits.isEmpty() ? BigInteger.ONE.negate() : new BigInteger(digits, HEX);
    }
}
