package io.megatron.core.custody.keys;

import io.megatron.mapper.custody.EvmAddress;

/**
 * Derives deposit addresses from the extended public key of {@code m/44'/60'/1'} alone (BIP-32,
 * public derivation). With one leaked child key it does not give the hot wallet's: that is another
 * account.
 */
public interface DepositKeys {

    /**
     * The address {@code 0/index} below the extended public key.
     *
     * @throws IllegalArgumentException if the index is negative
     */
    EvmAddress address(int index);
}
