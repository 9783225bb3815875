package io.megatron.core.operations;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.megatron.core.Outcome;
import io.megatron.core.assets.ReadingAssets;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.core.trading.Order;
import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.PlatformFee;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fee changes for everybody at one moment of the book's time, and never for what was before.
 */
class SettingPlatformFeeTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00.123456Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final SettableClock realTime = SettableClock.at(START);
    private final TestDatabase database = TestDatabases.fresh("fee");
    private final Exchange exchange = Exchange.on(database, realTime);
    private final Exchange otherNode = Exchange.on(database, realTime);
    private AssetId asset;
    private UserId trader;

    @BeforeEach
    void open() {
        asset = exchange.asset("1", "0");
        trader = exchange.traderWith("1000");
    }

    @AfterEach
    void close() {
        exchange.reconciles();
        otherNode.close();
        exchange.close();
    }

    @Test
    void a_new_installation_has_the_fee_it_was_born_with() {
        assertThat(exchange.use(SettingPlatformFee.class).read())
                .isEqualTo(new SettingPlatformFee.Fee(FeeRate.ofBps(50), Optional.empty()));
        assertThat(paid(exchange)).isEqualTo(50);
    }

    @Test
    void quotes_and_trades_of_every_node_agree_about_it_before_and_from_the_moment_on() {
        Instant moment = START.plus(HOUR);
        PlatformFee set = accepted(set(100, Optional.of(moment)));

        assertThat(set).isEqualTo(new PlatformFee(100, moment));
        assertThat(exchange.use(SettingPlatformFee.class).read().planned()).contains(set);
        realTime.set(moment.minusNanos(1_000));
        assertEverybodyPays(50);

        realTime.set(moment);
        assertEverybodyPays(100);
        assertThat(exchange.use(SettingPlatformFee.class).read())
                .isEqualTo(new SettingPlatformFee.Fee(FeeRate.ofBps(100), Optional.empty()));
    }

    @Test
    void at_once_is_from_the_next_moment_on_and_so_is_the_past() {
        assertThat(accepted(set(30, Optional.empty())).effectiveAt()).isAfterOrEqualTo(START);
        realTime.advance(HOUR);
        assertEverybodyPays(30);

        assertThat(accepted(set(200, Optional.of(START))).effectiveAt()).isAfter(START.plus(HOUR));
        realTime.advance(HOUR);
        assertEverybodyPays(200);
    }

    @Test
    void while_another_one_is_planned_the_one_in_force_stays() {
        accepted(set(100, Optional.empty()));
        realTime.advance(HOUR);
        accepted(set(150, Optional.of(START.plus(HOUR.multipliedBy(3)))));

        assertEverybodyPays(100);
        realTime.advance(HOUR.multipliedBy(2));
        assertEverybodyPays(150);
    }

    @Test
    void a_plan_is_dropped_for_a_later_one() {
        accepted(set(100, Optional.of(START.plus(HOUR))));
        accepted(set(60, Optional.of(START.plus(HOUR.multipliedBy(2)))));

        realTime.advance(HOUR);
        assertEverybodyPays(50);
        realTime.advance(HOUR);
        assertEverybodyPays(60);
    }

    @Test
    void the_same_request_again_changes_nothing() {
        Call call = Exchange.adminCall("fee");
        SettingPlatformFee setting = exchange.use(SettingPlatformFee.class);
        PlatformFee first =
                accepted(setting.set(call, FeeRate.ofBps(100), Optional.empty(), Deadline.none()));
        realTime.advance(HOUR);
        accepted(set(60, Optional.empty()));
        realTime.advance(HOUR);

        assertThat(
                        accepted(
                                setting.set(
                                        call,
                                        FeeRate.ofBps(100),
                                        Optional.empty(),
                                        Deadline.none())))
                .isEqualTo(first);
        assertEverybodyPays(60);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 29, 201, 9_999})
    void what_is_out_of_bounds_is_a_bug_of_the_caller(int bps) {
        assertThatIllegalArgumentException().isThrownBy(() -> set(bps, Optional.empty()));
    }

    private Outcome<PlatformFee> set(int bps, Optional<Instant> from) {
        return exchange.use(SettingPlatformFee.class)
                .set(Exchange.adminCall("fee"), FeeRate.ofBps(bps), from, Deadline.none());
    }

    private void assertEverybodyPays(int bps) {
        for (Exchange node : new Exchange[] {exchange, otherNode}) {
            assertThat(quoted(node)).isEqualTo(bps);
            assertThat(paid(node)).isEqualTo(bps);
            assertThat(shown(node)).isEqualTo(bps);
        }
    }

    private int quoted(Exchange node) {
        return accepted(node.quoting().quote(trader, order())).feeRate().bps();
    }

    private int paid(Exchange node) {
        return accepted(node.trade(trader, order())).feeBps();
    }

    private int shown(Exchange node) {
        return node.use(ReadingAssets.class).withId(asset).orElseThrow().feeRate().bps();
    }

    private Order order() {
        return new Order.BuyExactIn(asset, Usdc.parse("1"), Shares.ZERO);
    }
}
