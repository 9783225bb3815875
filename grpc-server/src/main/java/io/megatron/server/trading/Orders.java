package io.megatron.server.trading;

import io.megatron.core.trading.Order;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.server.calls.Fields;
import io.megatron.server.errors.InvalidField;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyExactOut;
import io.megatron.trading.v1.BuyRequest;
import io.megatron.trading.v1.QuoteBuyRequest;
import io.megatron.trading.v1.QuoteSellRequest;
import io.megatron.trading.v1.SellExactIn;
import io.megatron.trading.v1.SellExactOut;
import io.megatron.trading.v1.SellRequest;

/** Reads orders out of requests. A quote's order has a bound that nothing exceeds. */
final class Orders {
    private static final Usdc ANY_USDC = Usdc.ofMicros(Usdc.MAX_MICROS);
    private static final Shares ANY_SHARES = Shares.ofMicros(Shares.MAX_MICROS);

    private Orders() {}

    static Order of(BuyRequest request) {
        AssetId asset = Fields.assetId(request.getAssetId());
        return switch (request.getOrderCase()) {
            case EXACT_IN -> exactIn(asset, request.getExactIn());
            case EXACT_OUT -> exactOut(asset, request.getExactOut());
            case ORDER_NOT_SET -> throw missing("order", "exact_in", "exact_out");
        };
    }

    private static Order exactIn(AssetId asset, BuyExactIn order) {
        return new Order.BuyExactIn(
                asset,
                Fields.usdc("exact_in.usdc_in", order.getUsdcIn()),
                Fields.shares("exact_in.min_shares_out", order.getMinSharesOut()));
    }

    private static Order exactOut(AssetId asset, BuyExactOut order) {
        return new Order.BuyExactOut(
                asset,
                Fields.shares("exact_out.shares_out", order.getSharesOut()),
                Fields.usdc("exact_out.max_usdc_in", order.getMaxUsdcIn()));
    }

    static Order of(SellRequest request) {
        AssetId asset = Fields.assetId(request.getAssetId());
        return switch (request.getOrderCase()) {
            case EXACT_IN -> exactIn(asset, request.getExactIn());
            case EXACT_OUT -> exactOut(asset, request.getExactOut());
            case ORDER_NOT_SET -> throw missing("order", "exact_in", "exact_out");
        };
    }

    private static Order exactIn(AssetId asset, SellExactIn order) {
        return new Order.SellExactIn(
                asset,
                Fields.shares("exact_in.shares_in", order.getSharesIn()),
                Fields.usdc("exact_in.min_usdc_out", order.getMinUsdcOut()));
    }

    private static Order exactOut(AssetId asset, SellExactOut order) {
        return new Order.SellExactOut(
                asset,
                Fields.usdc("exact_out.usdc_out", order.getUsdcOut()),
                Fields.shares("exact_out.max_shares_in", order.getMaxSharesIn()));
    }

    static Order of(QuoteBuyRequest request) {
        AssetId asset = Fields.assetId(request.getAssetId());
        return switch (request.getAmountCase()) {
            case USDC_IN ->
                    new Order.BuyExactIn(
                            asset, Fields.usdc("usdc_in", request.getUsdcIn()), Shares.ZERO);
            case SHARES_OUT ->
                    new Order.BuyExactOut(
                            asset, Fields.shares("shares_out", request.getSharesOut()), ANY_USDC);
            case AMOUNT_NOT_SET -> throw missing("amount", "usdc_in", "shares_out");
        };
    }

    static Order of(QuoteSellRequest request) {
        AssetId asset = Fields.assetId(request.getAssetId());
        return switch (request.getAmountCase()) {
            case SHARES_IN ->
                    new Order.SellExactIn(
                            asset, Fields.shares("shares_in", request.getSharesIn()), Usdc.ZERO);
            case USDC_OUT ->
                    new Order.SellExactOut(
                            asset, Fields.usdc("usdc_out", request.getUsdcOut()), ANY_SHARES);
            case AMOUNT_NOT_SET -> throw missing("amount", "shares_in", "usdc_out");
        };
    }

    private static InvalidField missing(String oneof, String first, String second) {
        return new InvalidField(oneof, "is required: " + first + " or " + second);
    }
}
