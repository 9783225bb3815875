package io.megatron.server.scenarios;

import io.megatron.curve.money.Usdc;
import io.megatron.trading.v1.Side;
import io.megatron.trading.v1.Trade;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who trades one order after the other and keeps books of their own. Nobody else trades
 * for them, so they know to the micro what an answer has to say; and since they never ask for what
 * they cannot have, except on purpose, a refusal they did not expect is wrong as well.
 *
 * <p>An order that was sent stays pending until its answer is known. It belongs to one thread at a
 * time.
 */
final class Trader {
    static final String FUNDS = "1000000";
    private static final long UNIT = 1_000_000;

    private final UUID id;
    private final List<String> assets;
    private final RandomGenerator random;
    private final Map<String, Long> shares = new HashMap<>();
    private long cash = micros(FUNDS);
    private @Nullable Order pending;

    Trader(UUID id, List<String> assets, RandomGenerator random) {
        this.id = id;
        this.assets = assets;
        this.random = random;
    }

    UUID id() {
        return id;
    }

    @Nullable Order pending() {
        return pending;
    }

    /** The order whose answer is not known yet, or else a new one. */
    Order order() {
        Order order = pending;
        if (order == null) {
            order = next();
            pending = order;
        }
        return order;
    }

    private Order next() {
        String asset = assets.get(random.nextInt(assets.size()));
        long held = shares.getOrDefault(asset, 0L);
        int dice = random.nextInt(100);
        if (dice < 12) {
            return refused(asset, held, dice % 3);
        }
        if (dice < 45 && held > 2 * UNIT) {
            return dice < 17
                    ? Order.sellFor(id, asset, random.nextLong(UNIT / 10, UNIT), held)
                    : Order.sell(id, asset, random.nextInt(4) == 0 ? held : part(held));
        }
        return dice < 55
                ? Order.buyExactly(id, asset, random.nextLong(UNIT, 5 * UNIT))
                : Order.buyFor(id, asset, random.nextLong(UNIT, 20 * UNIT), "0");
    }

    private long part(long held) {
        return random.nextLong(UNIT, held + 1);
    }

    private Order refused(String asset, long held, int kind) {
        return switch (kind) {
            case 0 -> Order.sell(id, asset, held + UNIT).refusedWith("INSUFFICIENT_SHARES");
            case 1 -> Order.buyFor(id, asset, 5 * UNIT, "1000000").refusedWith("SLIPPAGE_EXCEEDED");
            default ->
                    Order.buyExactly(id, asset, 2 * micros(FUNDS))
                            .refusedWith("INSUFFICIENT_FUNDS");
        };
    }

    /**
     * The pending order took effect.
     *
     * @return what is wrong with the answer
     */
    List<String> acknowledged(Order order, Trade trade) {
        pending = null;
        boolean buy = trade.getSide() == Side.SIDE_BUY;
        long gross = micros(trade.getGross());
        long net = micros(trade.getNet());
        long size = micros(trade.getShares());
        cash += buy ? -gross : net;
        long held = shares.merge(order.assetId(), buy ? size : -size, Long::sum);
        List<String> wrong = new ArrayList<>();
        expect(wrong, "refusal", order.expected(), "");
        expect(wrong, "request_id", order.requestId(), trade.getRequestId());
        expect(wrong, "user_id", id.toString(), trade.getUserId());
        expect(wrong, "asset_id", order.assetId(), trade.getAssetId());
        expect(wrong, "net", gross - micros(trade.getFee()), net);
        expect(wrong, "cash_balance_after", cash, micros(trade.getCashBalanceAfter()));
        expect(wrong, "position_shares_after", held, micros(trade.getPositionSharesAfter()));
        return wrong.stream().map(one -> "%s of %s".formatted(one, order.text())).toList();
    }

    /**
     * The pending order was refused.
     *
     * @return what is wrong with the answer
     */
    List<String> refused(Order order, String code) {
        pending = null;
        List<String> wrong = new ArrayList<>();
        expect(wrong, "refusal", order.expected(), code);
        return wrong.stream().map(one -> "%s of %s".formatted(one, order.text())).toList();
    }

    private static void expect(List<String> wrong, String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            wrong.add("%s is %s and should be %s,".formatted(what, actual, expected));
        }
    }

    static long micros(String decimal) {
        return Usdc.parse(decimal).micros();
    }
}
