package io.megatron.core.funding;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.funding.LpWithdrawal;

/**
 * A withdrawal that was asked for.
 *
 * @param withdrawal as it stood after what was paid at once
 * @param reason why the rest was queued
 * @param allowance what the LP might be paid at once
 * @param poolRemaining what might still leave the pool, before it
 */
public record Withdrawing(
        LpWithdrawal withdrawal,
        QueueReason reason,
        Usdc allowance,
        Usdc poolRemaining,
        Usdc cashAfter) {}
