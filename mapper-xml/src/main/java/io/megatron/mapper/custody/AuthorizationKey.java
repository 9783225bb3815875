package io.megatron.mapper.custody;

/** By what the token knows an authorization: the same key is used or cancelled once (EIP-3009). */
public record AuthorizationKey(EvmAddress authorizer, EvmHash nonce) {}
