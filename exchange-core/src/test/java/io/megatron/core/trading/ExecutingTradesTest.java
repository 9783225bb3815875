package io.megatron.core.trading;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.testing.Exchange;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.trading.Trade;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExecutingTradesTest {
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
    void a_buy_moves_the_charge_into_reserve_and_fees_and_gives_the_shares() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("100");

        Trade trade = accepted(exchange.buy(trader, asset, "10"));

        assertThat(trade.shares()).hasToString("9.95");
        assertThat(trade.gross()).hasToString("10");
        assertThat(trade.fee()).hasToString("0.05");
        assertThat(trade.net()).hasToString("9.95");
        assertThat(trade.cashAfter()).hasToString("90");
        assertThat(trade.positionAfter()).hasToString("9.95");
        assertThat(trade.costBasisAfter()).hasToString("10");
        assertThat(trade.tradeSeq()).isEqualTo(1);
        assertThat(exchange.cash(trader)).isEqualTo("90");
        assertThat(exchange.balance(AccountKey.ofPool(AccountKind.CURVE_RESERVE, asset)))
                .isEqualTo("9.95");
        assertThat(exchange.balance(AccountKey.ofPool(AccountKind.PLATFORM_FEES, asset)))
                .isEqualTo("0.005");
        assertThat(exchange.balance(AccountKey.ofPool(AccountKind.LP_REWARDS, asset)))
                .isEqualTo("0.045");
    }

    @Test
    void selling_everything_ends_the_cost_basis_at_zero_and_realises_the_loss_of_the_fees() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("100");
        accepted(exchange.buy(trader, asset, "10"));

        Trade trade = accepted(exchange.sell(trader, asset, "9.95"));

        assertThat(trade.gross()).hasToString("9.95");
        assertThat(trade.fee()).hasToString("0.04975");
        assertThat(trade.net()).hasToString("9.90025");
        assertThat(trade.costBasisAfter()).isEqualTo(Usdc.ZERO);
        assertThat(trade.realisedProfitAfter()).hasToString("-0.09975");
        assertThat(exchange.cash(trader)).isEqualTo("99.90025");
        assertThat(exchange.shares(trader, asset)).isEqualTo("0");
    }

    @Test
    void the_same_request_again_answers_the_first_trade_as_replayed() {
        AssetId asset = exchange.asset("1", "0.001");
        UserId trader = exchange.traderWith("100");
        UUID requestId = UUID.randomUUID();
        Order order = new Order.BuyExactIn(asset, Usdc.parse("10"), Shares.ZERO);

        Trade first = accepted(exchange.trade(trader, requestId, order));
        Outcome<Trade> again = exchange.trade(trader, requestId, order);

        assertThat(again).isEqualTo(new Outcome.Accepted<>(first, true));
    }

    @Test
    void a_stranger_cannot_trade() {
        AssetId asset = exchange.asset("1", "0");

        assertThat(refused(exchange.buy(UserId.of(UUID.randomUUID()), asset, "1")))
                .isEqualTo(Rejection.USER_NOT_FOUND);
    }
}
