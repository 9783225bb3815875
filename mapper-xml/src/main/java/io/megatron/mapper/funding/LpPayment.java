package io.megatron.mapper.funding;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.LpWithdrawalId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Principal that left a pool, with what its limit was measured on.
 *
 * @param base principal in the pool and paid out of it in the window, before the payment
 * @param paidBefore what had left the pool in the window
 * @param poolLimit what might leave it; null where the limit is lifted
 */
public record LpPayment(
        LpWithdrawalId withdrawalId,
        int part,
        LpKey lp,
        Usdc amount,
        boolean instant,
        Usdc base,
        Usdc paidBefore,
        @Nullable Usdc poolLimit,
        long transferSeq,
        Instant paidAt) {}
