package io.megatron.devservices;

/**
 * How a local chain goes on. A transaction is in a block at once.
 *
 * @param blockSeconds a block so often, also without transactions; 0 for none without
 * @param slotsInAnEpoch what is final is twice as many blocks old
 * @param stateSeconds its state is written so often, and when it stops; it grows with every block
 */
public record ChainPace(int blockSeconds, int slotsInAnEpoch, int stateSeconds) {
    /** A block every two seconds, final two later: a deposit is deep in half a minute. */
    public static final ChainPace STEADY = new ChainPace(2, 1, 60);

    /** A block for each transaction and none without; final two later. */
    public static final ChainPace INSTANT = new ChainPace(0, 1, 2);

    private static final int A_DAY = 86_400;

    /**
     * The same without writing its state, which takes longer the more blocks there are: thousands
     * of them would take a minute.
     */
    ChainPace forgetful() {
        return new ChainPace(blockSeconds, slotsInAnEpoch, A_DAY);
    }
}
