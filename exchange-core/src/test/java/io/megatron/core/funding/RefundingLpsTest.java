package io.megatron.core.funding;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TwoNodes;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefundingLpsTest {
    private static final Duration PERIOD = Duration.ofDays(7);

    @RegisterExtension private static final TwoNodes NODES = TwoNodes.on("refunds");

    private static final SettableClock CLOCK = NODES.clock();
    private static Exchange exchange = NODES.one();
    private static Exchange otherNode = NODES.other();

    @Test
    void a_missed_deadline_cancels_first_and_then_gives_everybody_all_of_it_back() {
        AssetId asset = exchange.unfundedAsset("1", "0");
        UserId one = lpWith(asset, "1000");
        UserId two = lpWith(asset, "1498.999999");
        exchange.grant(Optional.of(one), "1");
        UserId second = lpWith(asset, "1");
        assertThat(refused(exchange.contribute(one, asset, "25000")))
                .isEqualTo(Rejection.HARD_CAP_EXCEEDED);
        CLOCK.advance(PERIOD);

        assertThat(exchange.use(RefundingLps.class).missed(CLOCK.instant(), Optional.empty(), 100))
                .contains(asset);
        accepted(cancel(exchange, asset));
        assertThat(exchange.status(asset)).isEqualTo(AssetStatus.CANCELLED);
        assertThat(
                        exchange.use(RefundingLps.class)
                                .refundable(
                                        exchange.use(Clock.class).instant(), Optional.empty(), 100))
                .contains(asset);
        for (LpKey lp : exchange.use(RefundingLps.class).lps(asset, Optional.empty(), 100)) {
            accepted(refund(exchange, lp));
        }

        assertThat(exchange.cash(two)).isEqualTo("1498.999999");
        assertThat(exchange.cash(second)).isEqualTo("1");
        assertThat(capital(asset)).isEqualTo("0");
        assertThat(exchange.provided(one, asset).position().principal().isZero()).isTrue();
        assertThat(
                        exchange.use(RefundingLps.class)
                                .refundable(
                                        exchange.use(Clock.class).instant(), Optional.empty(), 100))
                .doesNotContain(asset);
        assertThat(refused(exchange.contribute(one, asset, "1")))
                .isEqualTo(Rejection.FUNDING_CLOSED);
    }

    @Test
    void traders_money_cannot_save_a_funding_since_nothing_trades_before_it_is_funded() {
        AssetId asset = exchange.unfundedAsset("1", "0");
        lpWith(asset, "2499");

        assertThat(refused(exchange.buy(exchange.traderWith("100"), asset, "100")))
                .isEqualTo(Rejection.ASSET_NOT_ACTIVE);
    }

    @Test
    void whoever_claims_by_hand_is_paid_at_once_and_the_job_pays_nothing_more() {
        AssetId asset = exchange.unfundedAsset("1", "0");
        UserId lp = lpWith(asset, "100");
        assertThat(refused(claim(exchange, lp, asset))).isEqualTo(Rejection.NOT_DUE);
        CLOCK.advance(PERIOD);

        Refund refund = accepted(claim(exchange, lp, asset));

        assertThat(refund.paid()).hasToString("100");
        assertThat(exchange.status(asset)).isEqualTo(AssetStatus.CANCELLED);
        accepted(cancel(exchange, asset));
        assertThat(refused(refund(exchange, new LpKey(asset, lp))))
                .isEqualTo(Rejection.NOTHING_TO_REFUND);
        assertThat(exchange.cash(lp)).isEqualTo("100");
    }

    @Test
    void two_nodes_running_the_job_and_the_lps_by_hand_all_at_once_pay_everybody_once() {
        AssetId asset = exchange.unfundedAsset("1", "0");
        List<UserId> lps = IntStream.range(0, 40).mapToObj(i -> lpWith(asset, "10")).toList();
        CLOCK.advance(PERIOD);

        Callers.each(
                IntStream.range(0, 120).boxed().toList(),
                caller -> {
                    UserId lp = lps.get(caller % lps.size());
                    Exchange node = caller % 2 == 0 ? exchange : otherNode;
                    return switch (caller / lps.size()) {
                        case 0 -> claim(node, lp, asset);
                        case 1 -> refund(exchange, new LpKey(asset, lp));
                        default -> refund(otherNode, new LpKey(asset, lp));
                    };
                });

        assertThat(lps).allSatisfy(lp -> assertThat(exchange.cash(lp)).isEqualTo("10"));
        assertThat(capital(asset)).isEqualTo("0");
        assertThat(
                        exchange.database()
                                .value(
                                        "select count(*) from transfers where cause = 'lp_refund'"
                                                + " and reference in (select t.reference from"
                                                + " transfers t join entries e on e.transfer_seq ="
                                                + " t.seq join accounts a on a.id = e.account_id"
                                                + " where a.owner = '"
                                                + asset
                                                + "')"))
                .isEqualTo("40");
    }

    @Test
    void a_refunded_lp_has_nothing_left_to_withdraw_to_claim_or_to_be_refunded() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("100");
        CLOCK.advance(PERIOD);
        accepted(claim(exchange, lp, pool.asset()));
        CLOCK.advance(Duration.ofDays(180));

        assertThat(refused(pool.withdraw(lp, "1"))).isEqualTo(Rejection.INSUFFICIENT_LP_SHARES);
        assertThat(refused(exchange.claimFees(lp, pool.asset())))
                .isEqualTo(Rejection.NOTHING_TO_CLAIM);
        assertThat(refused(claim(otherNode, lp, pool.asset())))
                .isEqualTo(Rejection.NOTHING_TO_REFUND);
        assertThat(exchange.cash(lp)).isEqualTo("100");
        assertThat(pool.capital()).isEqualTo("0");
    }

    @Test
    void the_job_again_finds_everything_done() {
        AssetId asset = exchange.unfundedAsset("1", "0");
        UserId lp = lpWith(asset, "10");
        CLOCK.advance(PERIOD);
        accepted(cancel(exchange, asset));
        accepted(refund(exchange, new LpKey(asset, lp)));

        assertThat(cancel(otherNode, asset)).isEqualTo(new Outcome.Accepted<>(asset, true));
        assertThat(refund(otherNode, new LpKey(asset, lp)))
                .isInstanceOfSatisfying(
                        Outcome.Accepted.class, again -> assertThat(again.replayed()).isTrue());
        assertThat(exchange.cash(lp)).isEqualTo("10");
    }

    @Test
    void what_was_funded_in_time_is_never_refunded() {
        AssetId asset = exchange.asset("1", "0");
        UserId lp = lpWith(asset, "10");
        CLOCK.advance(PERIOD);

        assertThat(refused(claim(exchange, lp, asset))).isEqualTo(Rejection.NOTHING_TO_REFUND);
        assertThat(refused(cancel(exchange, asset))).isEqualTo(Rejection.NOTHING_TO_REFUND);
    }

    private static UserId lpWith(AssetId asset, String usdc) {
        UserId lp = exchange.traderWith(usdc);
        accepted(exchange.contribute(lp, asset, usdc));
        return lp;
    }

    private static Outcome<Refund> claim(Exchange node, UserId lp, AssetId asset) {
        return node.use(RefundingLps.class)
                .claim(
                        Exchange.userCall(lp, "refund", asset.toString()),
                        asset,
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none());
    }

    private static Outcome<AssetId> cancel(Exchange node, AssetId asset) {
        return node.use(RefundingLps.class)
                .cancel(asset, Submitting.TO_TAKE_EFFECT, Deadline.none());
    }

    private static Outcome<Refund> refund(Exchange node, LpKey lp) {
        return node.use(RefundingLps.class).refund(lp, Submitting.TO_TAKE_EFFECT, Deadline.none());
    }

    private static String capital(AssetId asset) {
        return exchange.balance(AccountKey.ofPool(AccountKind.LP_CAPITAL, asset));
    }
}
