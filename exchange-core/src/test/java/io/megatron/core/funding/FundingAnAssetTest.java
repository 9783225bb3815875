package io.megatron.core.funding;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FundingAnAssetTest {
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
        assertThat(exchange.aborts()).isZero();
    }

    @Test
    void an_asset_does_not_trade_until_the_last_cent_of_the_soft_cap_activates_it() {
        AssetId asset = exchange.unfundedAsset("1", "0.001");
        UserId lp = exchange.traderWith("3000");
        UserId trader = exchange.traderWith("100");

        Contribution almost = accepted(exchange.contribute(lp, asset, "2499"));

        assertThat(almost.activated()).isFalse();
        assertThat(refused(exchange.buy(trader, asset, "10")))
                .isEqualTo(Rejection.ASSET_NOT_ACTIVE);

        Outcome<Contribution> below = exchange.contribute(lp, asset, "0.01");
        assertThat(refused(below)).isEqualTo(Rejection.CONTRIBUTION_TOO_SMALL);
        assertThat(accepted(exchange.contribute(trader, asset, "1")).activated()).isTrue();

        assertThat(exchange.status(asset)).isEqualTo(AssetStatus.ACTIVE);
        accepted(exchange.buy(trader, asset, "10"));
        assertThat(capital(asset)).isEqualTo("2500");
    }

    @Test
    void what_overshoots_the_hard_cap_is_refused_with_what_fits_and_what_fits_is_taken() {
        AssetId asset = exchange.unfundedAsset("1", "0");
        UserId lp = exchange.traderWith("30000");
        accepted(exchange.contribute(lp, asset, "24999.5"));

        Refusal refusal = refusal(exchange.contribute(lp, asset, "1"));

        assertThat(refusal.code()).isEqualTo(Rejection.HARD_CAP_EXCEEDED);
        assertThat(refusal.details()).containsEntry("fits", "0.5");
        assertThat(refused(exchange.contribute(lp, asset, "0.499999")))
                .isEqualTo(Rejection.CONTRIBUTION_TOO_SMALL);
        accepted(exchange.contribute(lp, asset, "0.5"));
        assertThat(refusal(exchange.contribute(lp, asset, "0.000001")).details())
                .containsEntry("fits", "0");
        assertThat(capital(asset)).isEqualTo("25000");
    }

    @Test
    void of_two_contributors_racing_for_the_last_cent_exactly_one_activates() {
        AssetId asset = exchange.unfundedAsset("1", "0");
        accepted(exchange.contribute(exchange.traderWith("2499"), asset, "2499"));
        List<UserId> racers = List.of(exchange.traderWith("1"), exchange.traderWith("1"));

        List<Contribution> made =
                Callers.each(racers, racer -> accepted(exchange.contribute(racer, asset, "1")));

        assertThat(made.stream().filter(Contribution::activated)).hasSize(1);
        assertThat(exchange.status(asset)).isEqualTo(AssetStatus.ACTIVE);
    }

    @Test
    void contributors_racing_for_the_room_that_is_left_never_exceed_the_hard_cap() {
        AssetId asset = exchange.asset("1", "0");
        accepted(exchange.contribute(exchange.traderWith("22000"), asset, "22000"));
        List<UserId> racers =
                java.util.stream.IntStream.range(0, 8)
                        .mapToObj(i -> exchange.traderWith("100"))
                        .toList();

        List<Outcome<Contribution>> outcomes =
                Callers.each(racers, racer -> exchange.contribute(racer, asset, "100"));

        assertThat(outcomes.stream().filter(Outcome.Accepted.class::isInstance)).hasSize(5);
        assertThat(capital(asset)).isEqualTo("25000");
    }

    @ParameterizedTest(name = "{0} before the deadline: {1}")
    @CsvSource({"PT0.000001S, ACCEPTED", "PT0S, FUNDING_CLOSED", "-PT1H, FUNDING_CLOSED"})
    void the_deadline_itself_is_too_late(Duration before, String expected) {
        SettableClock clock = SettableClock.at(Instant.parse("2030-01-01T00:00:00Z"));
        try (Exchange own = Exchange.on(TestDatabases.fresh("deadline"), clock)) {
            AssetId asset = own.unfundedAsset("1", "0");
            UserId lp = own.traderWith("100");
            Instant deadline =
                    accepted(own.use(ReadingFunding.class).funding(asset)).funding().deadline();
            clock.set(deadline.minus(before));

            Outcome<Contribution> outcome = own.contribute(lp, asset, "100");

            assertThat(
                            outcome instanceof Outcome.Refused<?> no
                                    ? no.refusal().code().name()
                                    : "ACCEPTED")
                    .isEqualTo(expected);
            own.reconciles();
        }
    }

    @Test
    void only_principal_counts_as_raised_and_traders_money_never_mixes_with_it() {
        AssetId asset = exchange.asset("1", "0.01");
        UserId trader = exchange.traderWith("5000");
        accepted(exchange.buy(trader, asset, "4000"));

        UserId late = exchange.traderWith("2500");
        accepted(exchange.contribute(late, asset, "2500"));

        assertThat(capital(asset)).isEqualTo("5000");
        assertThat(exchange.provided(late, asset).position().principal()).hasToString("2500");
        assertThat(accepted(exchange.use(ReadingFunding.class).funding(asset)).raised())
                .hasToString("5000");
    }

    @Test
    void the_same_request_again_answers_the_first_contribution() {
        AssetId asset = exchange.asset("1", "0");
        UserId lp = exchange.traderWith("10");
        Call call = Exchange.userCall(lp, "contribute", "same");

        Contribution first = accepted(contribute(call, asset, Submitting.TO_TAKE_EFFECT));
        Outcome<Contribution> again = contribute(call, asset, Submitting.TO_TAKE_EFFECT);

        assertThat(again).isEqualTo(new Outcome.Accepted<>(first, true));
        assertThat(exchange.cash(lp)).isEqualTo("5");
    }

    @Test
    void validating_says_what_would_happen_and_nothing_happens() {
        AssetId asset = exchange.unfundedAsset("1", "0");
        UserId lp = exchange.traderWith("5");
        Call call = Exchange.userCall(lp, "contribute", "validated");

        Contribution would = accepted(contribute(call, asset, Submitting.VALIDATE_ONLY));

        assertThat(would.capitalAfter()).hasToString("5");
        assertThat(capital(asset)).isEqualTo("0");
        assertThat(exchange.cash(lp)).isEqualTo("5");
        assertThat(contribute(call, asset, Submitting.TO_TAKE_EFFECT))
                .isInstanceOfSatisfying(
                        Outcome.Accepted.class,
                        accepted -> assertThat(accepted.replayed()).isFalse());
        assertThat(contribute(call, asset, Submitting.VALIDATE_ONLY))
                .isInstanceOfSatisfying(
                        Outcome.Accepted.class,
                        accepted -> assertThat(accepted.replayed()).isTrue());
    }

    @Test
    void whoever_cannot_pay_or_is_not_known_is_refused() {
        AssetId asset = exchange.asset("1", "0");
        assertThat(refused(exchange.contribute(exchange.traderWith("1"), asset, "2")))
                .isEqualTo(Rejection.INSUFFICIENT_FUNDS);
        assertThat(refused(exchange.contribute(UserId.of(UUID.randomUUID()), asset, "2")))
                .isEqualTo(Rejection.USER_NOT_FOUND);
        assertThat(
                        refused(
                                exchange.contribute(
                                        exchange.traderWith("1"),
                                        AssetId.of(UUID.randomUUID()),
                                        "1")))
                .isEqualTo(Rejection.ASSET_NOT_FOUND);
    }

    private static Outcome<Contribution> contribute(
            Call call, AssetId asset, Submitting submitting) {
        return exchange.use(ProvidingLiquidity.class)
                .contribute(call, asset, Usdc.parse("5"), submitting, Deadline.none());
    }

    private static String capital(AssetId asset) {
        return exchange.balance(AccountKey.ofPool(AccountKind.LP_CAPITAL, asset));
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return ((Outcome.Refused<?>) outcome).refusal();
    }
}
