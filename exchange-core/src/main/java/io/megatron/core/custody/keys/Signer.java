package io.megatron.core.custody.keys;

import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;

/**
 * Signs with one key, which it does not show. A keystore holds it in this process; a key management
 * service would hold it elsewhere (docs/custody.md).
 */
public interface Signer {

    /** The account that the key belongs to. */
    EvmAddress address();

    /** Signs a digest as it is (secp256k1, RFC 6979, low s). */
    Signature sign(EvmHash digest);

    /**
     * A signature.
     *
     * @param v 27 or 28
     */
    record Signature(int v, EvmHash r, EvmHash s) {}
}
