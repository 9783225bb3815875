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
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.funding.LpWithdrawal;
import io.megatron.mapper.funding.LpWithdrawalStatus;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WithdrawingPrincipalTest {
    private static final Duration A_DAY = Duration.ofDays(1);

    @RegisterExtension private static final TwoNodes NODES = TwoNodes.on("withdrawals");

    private static final SettableClock CLOCK = NODES.clock();
    private static Exchange exchange = NODES.one();
    private static Exchange otherNode = NODES.other();

    @Test
    void nothing_is_vested_six_days_and_a_little_after_activation_and_a_quarter_after_seven() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("2000");
        assertThat(refused(pool.withdraw(lp, "1"))).isEqualTo(Rejection.NOT_VESTED);
        CLOCK.advance(Duration.ofDays(6));
        UserId last = pool.lpWith("500");
        CLOCK.advance(Duration.ofDays(7).minus(Duration.ofSeconds(1)));

        assertThat(pool.available(lp)).isEqualTo("0");
        assertThat(refused(pool.withdraw(lp, "0.01"))).isEqualTo(Rejection.NOT_VESTED);
        CLOCK.advance(Duration.ofSeconds(1));

        assertThat(pool.available(lp)).isEqualTo("500");
        assertThat(pool.available(last)).isEqualTo("125");
        assertThat(refused(pool.withdraw(lp, "500.000001"))).isEqualTo(Rejection.NOT_VESTED);
        assertThat(refused(pool.withdraw(lp, "2000.000001")))
                .isEqualTo(Rejection.INSUFFICIENT_LP_SHARES);
        assertThat(pool.instantly(lp, "100")).isEqualTo("100");
        assertThat(exchange.cash(lp)).isEqualTo("100");
        assertThat(pool.capital()).isEqualTo("2400");
    }

    @Test
    void what_is_added_to_an_old_stake_vests_by_itself() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("2500");
        CLOCK.advance(Duration.ofDays(180));

        pool.contribute(lp, "20000");

        assertThat(pool.available(lp)).isEqualTo("2500");
        assertThat(refused(pool.withdraw(lp, "2500.01"))).isEqualTo(Rejection.NOT_VESTED);
        CLOCK.advance(Duration.ofDays(7));
        assertThat(pool.available(lp)).isEqualTo("7500");
    }

    @Test
    void ten_requests_get_no_more_at_once_than_one_and_what_is_queued_is_reserved() {
        Pool pool = Pool.of(exchange);
        pool.lpWith("20000");
        UserId lp = pool.lpWith("2000");
        CLOCK.advance(Duration.ofDays(180));

        List<String> paid =
                IntStream.range(0, 10).mapToObj(i -> pool.instantly(lp, "100")).toList();

        assertThat(paid)
                .containsExactly("100", "100", "100", "100", "100", "0", "0", "0", "0", "0");
        assertThat(pool.available(lp)).isEqualTo("1000");
        assertThat(refused(pool.withdraw(lp, "1000.000001")))
                .isEqualTo(Rejection.INSUFFICIENT_LP_SHARES);
        CLOCK.advance(A_DAY);
        assertThat(pool.work().paid()).hasToString("500");
        assertThat(exchange.cash(lp)).isEqualTo("1000");
        assertThat(pool.instantly(lp, "1000")).isEqualTo("375");
    }

    @Test
    void ten_accounts_get_their_own_quarter_each_until_the_pools_limit() {
        Pool pool = Pool.of(exchange);
        List<UserId> lps = IntStream.range(0, 10).mapToObj(i -> pool.lpWith("1000")).toList();
        CLOCK.advance(Duration.ofDays(180));

        List<Withdrawing> asked =
                lps.stream().map(lp -> accepted(pool.withdraw(lp, "300"))).toList();

        assertThat(asked.stream().map(one -> one.withdrawal().instant().toString()))
                .containsExactly("250", "250", "250", "100", "0", "0", "0", "0", "0", "0");
        assertThat(asked.getFirst().reason()).isEqualTo(QueueReason.INSTANT_ALLOWANCE);
        assertThat(asked.get(3).reason()).isEqualTo(QueueReason.QUEUED_BEFORE);
        assertThat(pool.remaining()).isEqualTo("150");
        assertThat(pool.work().paid()).hasToString("150");
        assertThat(pool.remaining()).isEqualTo("0");
    }

    @Test
    void simultaneous_requests_never_get_more_than_one_allowance() {
        Pool pool = Pool.of(exchange);
        pool.lpWith("20000");
        UserId lp = pool.lpWith("1000");
        CLOCK.advance(Duration.ofDays(180));

        Callers.each(
                Collections.nCopies(8, lp),
                asking ->
                        pool.withdraw(
                                Thread.currentThread().threadId() % 2 == 0 ? exchange : otherNode,
                                asking,
                                "250"));

        assertThat(exchange.cash(lp)).isEqualTo("250");
        assertThat(pool.available(lp)).isEqualTo("0");
        assertThat(exchange.provided(lp, pool.asset()).position().queued()).hasToString("750");
    }

    @Test
    void simultaneous_requests_of_many_never_pass_the_pools_limit() {
        Pool pool = Pool.of(exchange);
        List<UserId> lps = IntStream.range(0, 16).mapToObj(i -> pool.lpWith("1000")).toList();
        CLOCK.advance(Duration.ofDays(180));

        List<Withdrawing> asked = Callers.each(lps, lp -> accepted(pool.withdraw(lp, "250")));

        Usdc paid =
                asked.stream().map(one -> one.withdrawal().instant()).reduce(Usdc.ZERO, Usdc::plus);
        assertThat(paid).hasToString("1600");
        assertThat(pool.remaining()).isEqualTo("0");
    }

    @Test
    void forty_percent_of_a_pool_take_days_in_part_and_in_order_and_nobody_overtakes() {
        Pool pool = Pool.of(exchange);
        UserId large = pool.lpWith("4000");
        UserId small = pool.lpWith("6000");
        CLOCK.advance(Duration.ofDays(180));

        Withdrawing asked = accepted(pool.withdraw(large, "4000"));
        assertThat(asked.withdrawal().instant()).hasToString("1000");
        assertThat(asked.reason()).isEqualTo(QueueReason.INSTANT_ALLOWANCE);
        Withdrawing behind = accepted(pool.withdraw(small, "10"));
        assertThat(behind.withdrawal().instant()).hasToString("0");
        assertThat(behind.reason()).isEqualTo(QueueReason.QUEUED_BEFORE);

        assertThat(pool.work().payments()).isZero();
        String[] cash = {"1900", "2710", "3439", "4000"};
        for (String largeAfter : cash) {
            CLOCK.advance(A_DAY);
            pool.work();
            assertThat(exchange.cash(large)).isEqualTo(largeAfter);
        }
        assertThat(exchange.cash(small)).isEqualTo("10");
        assertThat(pool.limit().queued()).isEqualTo(Usdc.ZERO);
    }

    @Test
    void two_workers_at_once_pay_what_one_would() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("10000");
        CLOCK.advance(Duration.ofDays(180));
        accepted(pool.withdraw(lp, "5000"));
        CLOCK.advance(A_DAY);

        Callers.each(
                List.of(exchange, otherNode, exchange, otherNode, exchange, otherNode), pool::work);

        assertThat(exchange.cash(lp)).isEqualTo("1900");
    }

    @Test
    void the_same_piece_of_work_again_is_a_replay() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("10000");
        CLOCK.advance(Duration.ofDays(180));
        accepted(pool.withdraw(lp, "5000"));
        CLOCK.advance(A_DAY);
        java.util.UUID run = java.util.UUID.randomUUID();
        WithdrawingPrincipal working = exchange.use(WithdrawingPrincipal.class);

        Outcome<QueueWork> preview =
                working.work(pool.asset(), run, 50, Submitting.VALIDATE_ONLY, Deadline.none());
        Outcome<QueueWork> first =
                working.work(pool.asset(), run, 50, Submitting.TO_TAKE_EFFECT, Deadline.none());
        Outcome<QueueWork> again =
                working.work(pool.asset(), run, 50, Submitting.TO_TAKE_EFFECT, Deadline.none());

        assertThat(accepted(preview)).isEqualTo(accepted(first));
        assertThat(again).isEqualTo(new Outcome.Accepted<>(accepted(first), true));
        assertThat(exchange.cash(lp)).isEqualTo("1900");
    }

    @Test
    void the_limit_frees_up_as_the_window_rolls() {
        Pool pool = Pool.of(exchange);
        UserId one = pool.lpWith("5000");
        UserId two = pool.lpWith("5000");
        CLOCK.advance(Duration.ofDays(180));
        assertThat(pool.instantly(one, "600")).isEqualTo("600");
        CLOCK.advance(Duration.ofHours(6));
        assertThat(pool.instantly(two, "600")).isEqualTo("400");
        CLOCK.advance(Duration.ofHours(18).minus(Duration.ofNanos(1_000)));
        assertThat(pool.work().payments()).isZero();
        assertThat(pool.limit().releases().getFirst().amount()).hasToString("600");

        CLOCK.advance(Duration.ofNanos(1_000));

        assertThat(pool.limit().paid()).hasToString("400");
        assertThat(pool.limit().base()).hasToString("9400");
        assertThat(pool.remaining()).isEqualTo("540");
        assertThat(pool.work().paid()).hasToString("200");
        assertThat(pool.instantly(one, "400")).isEqualTo("340");
    }

    @Test
    void a_large_buy_and_sell_around_a_withdrawal_change_no_limit() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("5000");
        UserId trader = exchange.traderWith("100000");
        CLOCK.advance(Duration.ofDays(180));
        PoolLimitView before = pool.limit();

        accepted(exchange.buy(trader, pool.asset(), "50000"));
        assertThat(pool.limit()).isEqualTo(before);
        assertThat(pool.instantly(lp, "5000")).isEqualTo("500");
        accepted(exchange.sell(trader, pool.asset(), exchange.shares(trader, pool.asset())));

        assertThat(pool.limit().base()).isEqualTo(before.base());
        assertThat(pool.remaining()).isEqualTo("0");
    }

    @Test
    void what_waits_earns_until_it_is_paid_and_can_be_taken_out_of_the_queue() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("2500");
        CLOCK.advance(Duration.ofDays(180));
        LpWithdrawal waiting = accepted(pool.withdraw(lp, "1000")).withdrawal();
        assertThat(waiting.queued()).hasToString("750");
        accepted(exchange.buy(exchange.traderWith("100"), pool.asset(), "100"));
        assertThat(exchange.provided(lp, pool.asset()).claimable()).hasToString("0.45");

        LpWithdrawal cancelled = accepted(pool.cancel(lp, waiting));

        assertThat(cancelled.status()).isEqualTo(LpWithdrawalStatus.CANCELLED);
        assertThat(cancelled.paid()).hasToString("250");
        assertThat(pool.available(lp)).isEqualTo("2250");
        assertThat(refused(pool.cancel(lp, waiting))).isEqualTo(Rejection.LP_WITHDRAWAL_CLOSED);
        assertThat(refused(pool.cancel(exchange.traderWith("0"), waiting)))
                .isEqualTo(Rejection.LP_WITHDRAWAL_NOT_FOUND);
        CLOCK.advance(A_DAY);
        assertThat(pool.work().payments()).isZero();
    }

    @Test
    void lps_leave_until_none_is_left_and_then_fees_are_the_platforms() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("2500");
        CLOCK.advance(Duration.ofDays(180));
        accepted(exchange.buy(exchange.traderWith("100"), pool.asset(), "100"));
        accepted(pool.withdraw(lp, "2500"));
        for (int day = 0; day < 200 && !pool.capital().equals("0"); day++) {
            CLOCK.advance(A_DAY);
            pool.work();
        }

        assertThat(exchange.cash(lp)).isEqualTo("2500");
        accepted(exchange.buy(exchange.traderWith("100"), pool.asset(), "100"));
        assertThat(accepted(exchange.claimFees(lp, pool.asset())).paid()).hasToString("0.45");
        UserId next = pool.lpWith("100");
        accepted(exchange.buy(exchange.traderWith("100"), pool.asset(), "100"));
        assertThat(exchange.provided(next, pool.asset()).claimable()).hasToString("0.45");
    }

    @Test
    void the_same_request_again_answers_as_the_first_time() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("2500");
        CLOCK.advance(Duration.ofDays(180));
        var call = Exchange.userCall(lp, "withdraw", "same");
        WithdrawingPrincipal withdrawing = exchange.use(WithdrawingPrincipal.class);

        Withdrawing would =
                accepted(
                        withdrawing.request(
                                call,
                                pool.asset(),
                                Usdc.parse("1000"),
                                Submitting.VALIDATE_ONLY,
                                Deadline.none()));
        Withdrawing first =
                accepted(
                        withdrawing.request(
                                call,
                                pool.asset(),
                                Usdc.parse("1000"),
                                Submitting.TO_TAKE_EFFECT,
                                Deadline.none()));
        Outcome<Withdrawing> again =
                withdrawing.request(
                        call,
                        pool.asset(),
                        Usdc.parse("1000"),
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none());

        assertThat(would.cashAfter()).hasToString("250");
        assertThat(again).isEqualTo(new Outcome.Accepted<>(first, true));
        assertThat(exchange.cash(lp)).isEqualTo("250");
    }
}
