package io.megatron.core.trading;

import io.megatron.core.ledger.Call;
import io.megatron.mapper.trading.Side;
import java.util.Map;
import java.util.UUID;

/** Trades as remembered calls: their methods, and their canonical payloads. */
public final class TradeCalls {
    private static final String BUY = "megatron.trading.v1.TradeService/Buy";
    private static final String SELL = "megatron.trading.v1.TradeService/Sell";

    private TradeCalls() {}

    /**
     * The call that carries an order; the same order is the same payload, however it was spelled.
     */
    public static Call of(UUID trader, UUID requestId, Order order) {
        String method = order.side() == Side.BUY ? BUY : SELL;
        return Call.of(trader, requestId, method, payload(order));
    }

    static boolean isTrade(String method) {
        return method.equals(BUY) || method.equals(SELL);
    }

    private static Map<String, String> payload(Order order) {
        String asset = order.asset().toString();
        return switch (order) {
            case Order.BuyExactIn buy ->
                    Map.of(
                            "asset_id", asset,
                            "exact_in.usdc_in", buy.usdcIn().toString(),
                            "exact_in.min_shares_out", buy.minSharesOut().toString());
            case Order.BuyExactOut buy ->
                    Map.of(
                            "asset_id", asset,
                            "exact_out.shares_out", buy.sharesOut().toString(),
                            "exact_out.max_usdc_in", buy.maxUsdcIn().toString());
            case Order.SellExactIn sell ->
                    Map.of(
                            "asset_id", asset,
                            "exact_in.shares_in", sell.sharesIn().toString(),
                            "exact_in.min_usdc_out", sell.minUsdcOut().toString());
            case Order.SellExactOut sell ->
                    Map.of(
                            "asset_id", asset,
                            "exact_out.usdc_out", sell.usdcOut().toString(),
                            "exact_out.max_shares_in", sell.maxSharesIn().toString());
        };
    }
}
