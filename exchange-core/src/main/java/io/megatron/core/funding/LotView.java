package io.megatron.core.funding;

import io.megatron.curve.funding.VestingSchedule;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.funding.Lot;
import java.time.Instant;
import java.util.Optional;

/**
 * A lot as people look at it.
 *
 * @param vestsFrom when its vesting began; empty while the asset is not active yet
 * @param vested how much of its amount is vested, withdrawn or not
 * @param next what becomes free next
 */
public record LotView(
        Lot lot, Optional<Instant> vestsFrom, Usdc vested, Optional<VestingSchedule.Unlock> next) {}
