package io.megatron.client.bench;

/**
 * One trade to be sent.
 *
 * @param user the number of who trades
 * @param asset the number of what is traded
 * @param micros USDC to spend, or shares to sell
 */
record Order(int user, int asset, Side side, long micros) {
    /** Which way it goes. */
    enum Side {
        BUY,
        SELL
    }
}
