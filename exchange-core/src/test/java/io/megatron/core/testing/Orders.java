package io.megatron.core.testing;

import io.megatron.core.trading.Order;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;

/**
 * Orders in words: {@code buy for 10 min 9.95}, {@code buy 9.95 max 10}, {@code sell 9.95 min 9.9},
 * {@code sell for 9.9 max 9.95}. What stands after "for" is USDC, the other amount is shares.
 */
public final class Orders {
    private Orders() {}

    public static Order parse(AssetId asset, String words) {
        String[] parts = words.split(" ", -1);
        boolean forUsdc = parts[1].equals("for");
        String amount = parts[forUsdc ? 2 : 1];
        String bound = parts[parts.length - 1];
        return switch (parts[0] + (forUsdc ? " for" : "")) {
            case "buy for" -> new Order.BuyExactIn(asset, Usdc.parse(amount), Shares.parse(bound));
            case "buy" -> new Order.BuyExactOut(asset, Shares.parse(amount), Usdc.parse(bound));
            case "sell" -> new Order.SellExactIn(asset, Shares.parse(amount), Usdc.parse(bound));
            case "sell for" ->
                    new Order.SellExactOut(asset, Usdc.parse(amount), Shares.parse(bound));
            default -> throw new IllegalArgumentException("no order: " + words);
        };
    }
}
