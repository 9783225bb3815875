package io.megatron.core.custody;

import io.megatron.mapper.custody.Deposit;

/**
 * A deposit, and what it waits for.
 *
 * @param confirmations how many blocks deep it is by the newest one seen, its own included
 */
public record DepositView(Deposit deposit, long confirmations, int required, Waiting waitsFor) {

    /** What a deposit that is not credited yet waits for. */
    public enum Waiting {
        /** Nothing: it has ended, or the next run of the job settles it. */
        NOTHING,
        CONFIRMATIONS,
        FINALITY,
        HALT
    }
}
