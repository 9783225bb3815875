package io.megatron.core.custody;

import io.megatron.mapper.custody.Deposit;

/**
 * A deposit is in the ledger.
 *
 * @param userId whose CASH; empty where it is nobody's yet
 */
public record DepositCredited(
        String depositId,
        String userId,
        String amount,
        String transactionHash,
        String blockHash,
        long blockNumber,
        long ledgerSequence) {
    public static final String KIND = "deposit_credited";

    /** The event of a deposit that a batch is just crediting. */
    public static DepositCredited of(Deposit deposit, long transferSeq) {
        return new DepositCredited(
                deposit.id().toString(),
                deposit.userId() == null ? "" : deposit.userId().toString(),
                deposit.worth().toString(),
                deposit.transactionHash().toString(),
                deposit.blockHash().toString(),
                deposit.blockNumber(),
                transferSeq);
    }
}
