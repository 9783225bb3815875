package io.megatron.core.custody;

import io.megatron.mapper.custody.Withdrawal;

/**
 * A withdrawal stands elsewhere now.
 *
 * @param userId whose; empty where it is the platform's own
 * @param reason why it was refused or given back; empty where there is none
 */
public record WithdrawalChanged(
        String withdrawalId,
        String userId,
        String destination,
        String amount,
        String status,
        String reason) {
    public static final String KIND = "withdrawal_changed";

    /** The event of a withdrawal that a batch has just changed. */
    public static WithdrawalChanged of(Withdrawal withdrawal) {
        return new WithdrawalChanged(
                withdrawal.id().toString(),
                withdrawal.userId() == null ? "" : withdrawal.userId().toString(),
                withdrawal.destination().toString(),
                withdrawal.amount().toString(),
                withdrawal.status().name(),
                withdrawal.reason() == null ? "" : withdrawal.reason());
    }
}
