package io.megatron.mapper.custody;

import io.megatron.mapper.ids.UserId;
import java.time.Instant;

/**
 * Where a user sends USDC to.
 *
 * @param derivationIndex the address is {@code m/44'/60'/1'/0/index}
 */
public record DepositAddress(
        int derivationIndex, EvmAddress address, UserId userId, Instant createdAt) {}
