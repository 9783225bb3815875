package io.megatron.core.seeding;

import io.megatron.core.Outcome;
import io.megatron.core.trading.Order;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.trading.Trade;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What people order, a piece at a time: 70 buys to 30 sells, of a handful of assets each. The next
 * piece follows from what became of those before, and not from when. Nobody orders what would be
 * refused: a refusal is not remembered, and the same again could end otherwise.
 */
final class SeededOrders {
    /** So many are ordered before anybody hears what became of them. */
    static final int PIECE = 512;

    private static final int ASSETS_EACH = 4;
    private static final double SELLS = 0.3;
    private static final long LEAST_MICROS = 5_000_000;
    private static final int DOUBLINGS = 8;
    private static final int[] PARTS_SOLD = {1, 1, 2, 4};
    private static final int NONE = -1;
    private static final int MOST_IN_VAIN = 1_000;

    /** In micros of a share: less would be too little to sell. */
    private static final long LEAST_KEPT = 10_000;

    private final SeededPeople people;
    private final SeededAssets assets;
    private final List<AssetId> ids;
    private final SplittableRandom random;
    private final int[] held;
    private final long[] cash;
    private final long[] shares;

    /** Without what the orders of this piece are to take of it. */
    private final long[] cashLeft;

    private final long[] sharesLeft;

    /** An order, and the place among somebody's holdings that it changes. */
    record Placed(int user, int place, Order order) {}

    /**
     * @param ids of the assets, in their order
     */
    SeededOrders(SeedSize size, SeededPeople people, SeededAssets assets, List<AssetId> ids) {
        this.people = people;
        this.assets = assets;
        this.ids = ids;
        random = new SplittableRandom(size.seed());
        cash = new long[people.count()];
        Arrays.setAll(cash, user -> people.funds(user).micros());
        held = new int[people.count() * ASSETS_EACH];
        Arrays.fill(held, NONE);
        shares = new long[held.length];
        cashLeft = cash.clone();
        sharesLeft = shares.clone();
    }

    /**
     * @throws IllegalStateException if nobody can be found who has money or shares left
     */
    List<Placed> next() {
        List<Placed> piece = new ArrayList<>(PIECE);
        int inVain = 0;
        while (piece.size() < PIECE && inVain < MOST_IN_VAIN) {
            int user = people.any(random);
            boolean sells = random.nextDouble() < SELLS || !canBuy(user);
            int place = user * ASSETS_EACH + random.nextInt(ASSETS_EACH);
            if (sells && sharesLeft[place] > 0) {
                piece.add(sell(user, place));
                inVain = 0;
            } else if (canBuy(user)) {
                piece.add(buy(user));
                inVain = 0;
            } else {
                inVain++;
            }
        }
        if (piece.isEmpty()) {
            throw new IllegalStateException(
                    "fees have taken what these users had; more users can make more trades");
        }
        return piece;
    }

    private boolean canBuy(int user) {
        return cashLeft[user] >= 2 * LEAST_MICROS;
    }

    private Placed sell(int user, int place) {
        long part = Math.ceilDiv(sharesLeft[place], PARTS_SOLD[random.nextInt(PARTS_SOLD.length)]);
        long sold = sharesLeft[place] - part < LEAST_KEPT ? sharesLeft[place] : part;
        sharesLeft[place] -= sold;
        return new Placed(
                user,
                place,
                new Order.SellExactIn(ids.get(held[place]), Shares.ofMicros(sold), Usdc.ZERO));
    }

    private Placed buy(int user) {
        int place = place(user, assets.any(random));
        long wanted = LEAST_MICROS << random.nextInt(DOUBLINGS);
        long spent = Math.max(LEAST_MICROS, Math.min(wanted, cashLeft[user] / 2));
        cashLeft[user] -= spent;
        return new Placed(
                user,
                place,
                new Order.BuyExactIn(ids.get(held[place]), Usdc.ofMicros(spent), Shares.ZERO));
    }

    /** Where somebody holds an asset, or could; where they hold enough others, one of those. */
    private int place(int user, int asset) {
        int first = user * ASSETS_EACH;
        for (int place = first; place < first + ASSETS_EACH; place++) {
            if (held[place] == NONE || held[place] == asset) {
                held[place] = asset;
                return place;
            }
        }
        return first + random.nextInt(ASSETS_EACH);
    }

    /** What became of an order; in the order in which they were placed. */
    void learn(Placed placed, Outcome<Trade> outcome) {
        if (outcome instanceof Outcome.Accepted<Trade>(Trade trade, boolean _)) {
            cash[placed.user()] = trade.cashAfter().micros();
            shares[placed.place()] = trade.positionAfter().micros();
        }
        cashLeft[placed.user()] = cash[placed.user()];
        sharesLeft[placed.place()] = shares[placed.place()];
    }
}
