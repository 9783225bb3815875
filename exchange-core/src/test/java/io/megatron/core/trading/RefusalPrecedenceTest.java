package io.megatron.core.trading;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Rejection;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Orders;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Where several refusals apply, the first in {@link Rejection} is the one that is answered. Each
 * rung of a ladder mends what the rung before was refused for, and leaves the rest as wrong.
 */
class RefusalPrecedenceTest {
    private static final String GIGANTIC = "buy for 999999999999 min 999999999999";
    private static Exchange exchange;

    @BeforeAll
    static void open() {
        exchange = Exchange.fresh();
    }

    @AfterAll
    static void close() {
        exchange.close();
    }

    @AfterEach
    void reconciles() {
        exchange.reconciles();
    }

    @Test
    void a_buy_is_refused_for_the_first_reason_in_the_list() {
        AssetId unknown = AssetId.of(UUID.randomUUID());
        AssetId funding = assetIn("FUNDING");
        AssetId cheap = exchange.asset("0.000001", "0");
        AssetId asset = exchange.asset("50000", "0");
        UserId stranger = UserId.of(UUID.randomUUID());
        UserId poor = exchange.traderWith("1");
        UUID used = UUID.randomUUID();
        accepted(exchange.trade(poor, used, Orders.parse(asset, "buy for 1 min 0")));
        UserId blocked = blocked(exchange.traderWith("0"));

        assertThat(
                        List.of(
                                refused(
                                        exchange.trade(
                                                blocked(poor),
                                                used,
                                                Orders.parse(unknown, GIGANTIC))),
                                code(stranger, unknown, GIGANTIC),
                                code(blocked, unknown, GIGANTIC),
                                code(unblocked(blocked), unknown, GIGANTIC),
                                code(blocked, funding, GIGANTIC),
                                code(blocked, cheap, GIGANTIC),
                                code(blocked, asset, "buy for 0.05 min 1"),
                                code(blocked, asset, "buy for 50 min 1"),
                                code(blocked, asset, "buy for 50 min 0")))
                .containsExactly(
                        Rejection.REQUEST_ID_REUSED,
                        Rejection.USER_NOT_FOUND,
                        Rejection.USER_BLOCKED,
                        Rejection.ASSET_NOT_FOUND,
                        Rejection.ASSET_NOT_ACTIVE,
                        Rejection.AMOUNT_OUT_OF_RANGE,
                        Rejection.TRADE_TOO_SMALL,
                        Rejection.SLIPPAGE_EXCEEDED,
                        Rejection.INSUFFICIENT_FUNDS)
                .isSorted();
    }

    @Test
    void a_sell_is_refused_for_the_first_reason_in_the_list() {
        AssetId unknown = AssetId.of(UUID.randomUUID());
        AssetId cancelled = assetIn("CANCELLED");
        AssetId asset = exchange.asset("0.5", "0");
        UserId stranger = UserId.of(UUID.randomUUID());
        UserId trader = exchange.holderOf(asset, "5", "0");
        UUID used = UUID.randomUUID();
        accepted(exchange.trade(trader, used, Orders.parse(asset, "sell 1 min 0")));
        UserId blocked = blocked(trader);

        assertThat(
                        List.of(
                                refused(
                                        exchange.trade(
                                                blocked,
                                                used,
                                                Orders.parse(unknown, "sell 9 min 999"))),
                                code(stranger, unknown, "sell 9 min 999"),
                                code(blocked, unknown, "sell 9 min 999"),
                                code(unblocked(blocked), unknown, "sell 9 min 999"),
                                code(trader, cancelled, "sell 9 min 999"),
                                code(trader, asset, "sell 9 min 999"),
                                code(trader, asset, "sell 0.000001 min 999"),
                                code(trader, asset, "sell 4 min 999")))
                .containsExactly(
                        Rejection.REQUEST_ID_REUSED,
                        Rejection.USER_NOT_FOUND,
                        Rejection.USER_BLOCKED,
                        Rejection.ASSET_NOT_FOUND,
                        Rejection.ASSET_NOT_ACTIVE,
                        Rejection.INSUFFICIENT_SHARES,
                        Rejection.TRADE_TOO_SMALL,
                        Rejection.SLIPPAGE_EXCEEDED)
                .isSorted();
    }

    /** All the money there is would not do, so a reserve never gets there by trading. */
    @Test
    void a_reserve_beyond_its_column_comes_before_the_bound_and_the_missing_money() {
        try (Exchange full = Exchange.fresh()) {
            AssetId asset = full.asset("1000", "0");
            accepted(full.buy(full.traderWith("900000000000"), asset, "900000000000"));
            UserId poor = full.traderWith("1");
            Order bounded = Orders.parse(asset, "buy for 200000000000 min 999999999999");
            Order unbounded = Orders.parse(asset, "buy for 200000000000 min 0");

            assertThat(refused(full.trade(poor, bounded))).isEqualTo(Rejection.AMOUNT_OUT_OF_RANGE);
            assertThat(refused(full.trade(poor, unbounded)))
                    .isEqualTo(Rejection.AMOUNT_OUT_OF_RANGE);
            assertThat(refused(full.quoting().quote(poor, unbounded)))
                    .isEqualTo(Rejection.AMOUNT_OUT_OF_RANGE);
            full.reconciles();
        }
    }

    private static Rejection code(UserId trader, AssetId asset, String order) {
        return refused(exchange.trade(trader, Orders.parse(asset, order)));
    }

    private static AssetId assetIn(String status) {
        AssetId asset = exchange.asset("1", "0");
        exchange.database()
                .correct("update assets set status = '" + status + "' where id = '" + asset + "'");
        return asset;
    }

    private static UserId blocked(UserId user) {
        return setBlocked(user, true);
    }

    private static UserId unblocked(UserId user) {
        return setBlocked(user, false);
    }

    private static UserId setBlocked(UserId user, boolean blocked) {
        exchange.database()
                .correct(
                        "update users set blocked = %s, sells_blocked = %s where id = '%s'"
                                .formatted(blocked, blocked, user));
        return user;
    }
}
