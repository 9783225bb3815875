package io.megatron.client.bench;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * Decides who trades what next: seventy buys to thirty sells. Nobody has two trades under way, and
 * a seller sells a part or all of what the receipts say is held, so that no trade is refused unless
 * the exchange is wrong.
 */
final class Traffic {
    private static final int PERCENT = 100;
    private static final int BUYS_PERCENT = 70;
    private static final int ALL_PERCENT = 25;
    private static final int TRIES = 16;
    private static final long MIN_BUY = Micros.PER_UNIT;
    private static final long MAX_BUY = 20 * Micros.PER_UNIT;

    /** Less than this is sold as a whole, so that no sell is too small to pay anything. */
    private static final long MIN_LOT = Micros.PER_UNIT;

    private final RandomGenerator random;
    private final int users;
    private final Popularity assets;
    private final Holdings holdings;
    private final BitSet trading = new BitSet();

    /**
     * @param users several times as many as there are callers
     * @param assets which of them buyers want; sellers sell what they have
     */
    Traffic(RandomGenerator random, int users, Popularity assets) {
        this.random = random;
        this.users = users;
        this.assets = assets;
        holdings = new Holdings(users, assets.assets());
    }

    synchronized Order next() {
        Order order = random.nextInt(PERCENT) < BUYS_PERCENT ? buy() : sell();
        trading.set(order.user());
        return order;
    }

    /**
     * @param sharesAfter what the trader then holds; 0 as well if nobody knows, for what is unknown
     *     is not sold
     */
    synchronized void ended(Order order, long sharesAfter) {
        holdings.put(order.user(), order.asset(), sharesAfter);
        trading.clear(order.user());
    }

    private Order buy() {
        int user = random.nextInt(users);
        while (trading.get(user)) {
            user = random.nextInt(users);
        }
        long micros = random.nextLong(MIN_BUY, MAX_BUY);
        return new Order(user, assets.any(random), Order.Side.BUY, micros);
    }

    /** Where nobody is found who holds something and has time, somebody buys. */
    private Order sell() {
        for (int attempt = 0; attempt < TRIES && holdings.count() > 0; attempt++) {
            Holdings.Holding holding = holdings.any(random);
            if (!trading.get(holding.user())) {
                return new Order(
                        holding.user(), holding.asset(), Order.Side.SELL, part(holding.shares()));
            }
        }
        return buy();
    }

    private long part(long shares) {
        boolean all = shares <= MIN_LOT || random.nextInt(PERCENT) < ALL_PERCENT;
        return all ? shares : random.nextLong(MIN_LOT, shares + 1);
    }
}
