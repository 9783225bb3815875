package io.megatron.core.custody;

import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.Submission;
import io.megatron.mapper.custody.Withdrawal;
import java.util.List;
import java.util.Optional;

/**
 * A withdrawal, and what was signed for it.
 *
 * @param authorization empty before it is signed
 * @param submissions all transactions that were signed to carry it, oldest first
 */
public record WithdrawalView(
        Withdrawal withdrawal,
        Optional<Authorization> authorization,
        List<Submission> submissions) {
    public WithdrawalView {
        submissions = List.copyOf(submissions);
    }
}
