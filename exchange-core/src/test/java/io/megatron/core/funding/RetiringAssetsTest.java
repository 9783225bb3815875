package io.megatron.core.funding;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Rejection;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.testing.Exchange;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RetiringAssetsTest {
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
    void a_retired_asset_is_sold_out_left_by_its_lps_and_closed() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("2500");
        UserId trader = exchange.traderWith("100");
        accepted(exchange.buy(trader, pool.asset(), "33.333333"));
        accepted(exchange.buy(trader, pool.asset(), "11.111111"));

        assertThat(pool.retire()).isEqualTo(AssetStatus.SELL_ONLY);

        assertThat(refused(exchange.buy(trader, pool.asset(), "1")))
                .isEqualTo(Rejection.ASSET_NOT_ACTIVE);
        assertThat(refused(exchange.contribute(trader, pool.asset(), "1")))
                .isEqualTo(Rejection.FUNDING_CLOSED);
        assertThat(pool.limit().lifted()).isTrue();
        assertThat(pool.instantly(lp, "2500")).isEqualTo("625");
        assertThat(pool.work().paid()).hasToString("1875");
        assertThat(exchange.cash(lp)).isEqualTo("2500");
        assertThat(exchange.status(pool.asset())).isEqualTo(AssetStatus.SELL_ONLY);

        accepted(exchange.sell(trader, pool.asset(), exchange.shares(trader, pool.asset())));
        assertThat(exchange.use(WithdrawingPrincipal.class).poolsToWork(Optional.empty(), 100))
                .contains(pool.asset());
        assertThat(pool.work().closed()).isTrue();

        assertThat(exchange.status(pool.asset())).isEqualTo(AssetStatus.CLOSED);
        assertThat(exchange.balance(AccountKey.ofPool(AccountKind.CURVE_RESERVE, pool.asset())))
                .isEqualTo("0");
        accepted(exchange.claimFees(lp, pool.asset()));
        assertThat(exchange.use(WithdrawingPrincipal.class).poolsToWork(Optional.empty(), 100))
                .doesNotContain(pool.asset());
    }

    @Test
    void the_last_principal_closes_an_asset_that_is_sold_out() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("2500");
        pool.retire();
        accepted(pool.withdraw(lp, "2500"));

        QueueWork work = pool.work();

        assertThat(work.closed()).isTrue();
        assertThat(exchange.cash(lp)).isEqualTo("2500");
        assertThat(exchange.status(pool.asset())).isEqualTo(AssetStatus.CLOSED);
    }

    @Test
    void only_what_trades_is_retired() {
        Pool pool = Pool.of(exchange);
        assertThat(
                        refused(
                                exchange.use(RetiringAssets.class)
                                        .retire(
                                                Exchange.adminCall("retire"),
                                                pool.asset(),
                                                Submitting.TO_TAKE_EFFECT,
                                                io.megatron.core.ledger.Deadline.none())))
                .isEqualTo(Rejection.ASSET_NOT_ACTIVE);
    }
}
