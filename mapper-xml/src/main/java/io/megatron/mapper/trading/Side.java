package io.megatron.mapper.trading;

/** Which way shares move: to the user, or back to the curve. */
public enum Side {
    BUY,
    SELL
}
