package io.megatron.core.trading;

import io.megatron.core.Refusal;
import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a trade would do in the state that was read.
 *
 * @param blocking what would refuse the trade to this caller all the same
 */
public record Quote(
        AssetId asset,
        Fill fill,
        FeeRate feeRate,
        Usdc reserveAfter,
        Instant asOf,
        Optional<Refusal> blocking) {}
