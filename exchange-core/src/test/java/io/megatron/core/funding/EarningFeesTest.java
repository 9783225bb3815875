package io.megatron.core.funding;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EarningFeesTest {
    private static final long SEED = Long.getLong("megatron.seed", 20_261_122L);
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
    void nine_tenths_of_a_fee_are_shared_by_principal_from_the_moment_it_is_there() {
        AssetId asset = exchange.unfundedAsset("1", "0");
        UserId early = lpWith(asset, "2500");
        UserId trader = exchange.traderWith("1000");
        accepted(exchange.buy(trader, asset, "100"));
        UserId late = lpWith(asset, "7500");
        accepted(exchange.buy(trader, asset, "100"));

        assertThat(exchange.provided(early, asset).claimable()).hasToString("0.5625");
        assertThat(exchange.provided(late, asset).claimable()).hasToString("0.3375");
        FeeClaim claim = accepted(exchange.claimFees(early, asset));

        assertThat(claim.paid()).hasToString("0.5625");
        assertThat(exchange.cash(early)).isEqualTo("0.5625");
        assertThat(refused(exchange.claimFees(early, asset))).isEqualTo(Rejection.NOTHING_TO_CLAIM);
        assertThat(rewards(asset)).isEqualTo("0.3375");
    }

    @Test
    void simultaneous_claims_of_one_lp_are_paid_once() {
        AssetId asset = exchange.unfundedAsset("1", "0");
        UserId lp = lpWith(asset, "2500");
        accepted(exchange.buy(exchange.traderWith("10000"), asset, "10000"));

        List<Outcome<FeeClaim>> outcomes =
                Callers.each(
                        Collections.nCopies(8, lp), claimer -> exchange.claimFees(claimer, asset));

        assertThat(outcomes.stream().filter(Outcome.Accepted.class::isInstance)).hasSize(1);
        assertThat(exchange.cash(lp)).isEqualTo("45");
    }

    @Test
    void what_accrues_while_fees_are_claimed_is_never_lost() {
        AssetId asset = exchange.unfundedAsset("1", "0.000001");
        UserId lp = lpWith(asset, "2500.000001");
        UserId other = lpWith(asset, "333.333333");
        UserId trader = exchange.traderWith("100000");

        Callers.each(
                IntStream.range(0, 8).boxed().toList(),
                caller -> {
                    for (int i = 0; i < 20; i++) {
                        if (caller % 2 == 0) {
                            accepted(exchange.buy(trader, asset, "3.333333"));
                        } else {
                            exchange.claimFees(caller % 4 == 1 ? lp : other, asset);
                        }
                    }
                    return caller;
                });

        exchange.claimFees(lp, asset);
        exchange.claimFees(other, asset);
        Usdc claimed = Usdc.parse(exchange.cash(lp)).plus(Usdc.parse(exchange.cash(other)));
        Usdc fees = perTrade(asset, 80);
        assertThat(claimed.plus(Usdc.parse(rewards(asset)))).isEqualTo(fees);
        assertThat(Usdc.parse(rewards(asset)).micros()).isLessThanOrEqualTo(2);
    }

    /** Nine tenths of each fee, rounded up, of so many equal buys. */
    private static Usdc perTrade(AssetId asset, int trades) {
        return exchange.reading().ofAsset(asset, Long.MAX_VALUE, trades + 1).stream()
                .map(trade -> Usdc.ofMicros(trade.fee().micros() - trade.fee().micros() / 10))
                .reduce(Usdc.ZERO, Usdc::plus);
    }

    @Test
    void any_history_of_contributions_trades_and_claims_keeps_every_micro() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        AssetId asset = exchange.asset("0.37", "0.000313");
        UserId trader = exchange.traderWith("1000000");
        List<UserId> lps = new ArrayList<>();
        for (int step = 0; step < 150; step++) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    UserId lp =
                            lps.isEmpty() || random.nextInt(3) == 0
                                    ? exchange.traderWith("1000")
                                    : lps.get(random.nextInt(lps.size()));
                    lps.add(lp);
                    exchange.contribute(
                            lp,
                            asset,
                            Usdc.ofMicros(1_000_000 + random.nextLong(9_000_000)).toString());
                }
                case 1 -> {
                    if (!lps.isEmpty()) {
                        exchange.claimFees(lps.get(random.nextInt(lps.size())), asset);
                    }
                }
                default ->
                        accepted(
                                exchange.buy(
                                        trader,
                                        asset,
                                        Usdc.ofMicros(1_000 + random.nextLong(50_000_000))
                                                .toString()));
            }
        }
        exchange.reconciles();
    }

    private static UserId lpWith(AssetId asset, String usdc) {
        UserId lp = exchange.traderWith(usdc);
        accepted(exchange.contribute(lp, asset, usdc));
        return lp;
    }

    private static String rewards(AssetId asset) {
        return exchange.balance(AccountKey.ofPool(AccountKind.LP_REWARDS, asset));
    }
}
