package io.megatron.core.custody;

import io.megatron.mapper.custody.EvmAddress;

/** The only token that custody is about: USDC, by the address of its contract. */
public record TokenContract(EvmAddress address) {}
