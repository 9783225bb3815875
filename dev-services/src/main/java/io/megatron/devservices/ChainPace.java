package io.megatron.devservices;

/**
 * How a local chain goes on.
 *
 * @param blockSeconds a block so often; 0 for one as soon as there is a transaction
 * @param slotsInAnEpoch what is final is twice as many blocks old
 */
public record ChainPace(int blockSeconds, int slotsInAnEpoch) {
    /** A block a second, final two later. */
    public static final ChainPace STEADY = new ChainPace(1, 1);

    /** A block for each transaction at once and none without; final two later. */
    public static final ChainPace INSTANT = new ChainPace(0, 1);
}
