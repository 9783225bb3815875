package io.megatron.core.trading;

/**
 * The event that trading of an asset is halted.
 *
 * @param price the marginal price that was too far away
 * @param low the lowest one of the time that counts
 * @param high the highest
 * @param until when it goes on
 */
public record TradingHalted(String price, String low, String high, String until) {

    /** The event's kind in the outbox. */
    public static final String KIND = "trading_halted";
}
