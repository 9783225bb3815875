package io.megatron.core.funding;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Seed;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Fees are shared to the micro, whatever the number of LPs, and no trade touches an LP. What each
 * of them may claim follows from the fees and the shares alone: {@code ⌊p·⌊X·F/S⌋/X⌋}.
 */
class ExactFeesTest {
    private static final BigInteger X = BigInteger.TEN.pow(18);

    /** As many as may wait for the book, so that its batches are full. */
    private static final int AT_ONCE = 4_000;

    private static final int TRADES = 40;

    @Test
    void one_lp_gets_nine_tenths_of_every_fee() {
        sharedExactly(1);
    }

    @Test
    void seven_lps_whose_shares_divide_nothing_evenly_get_theirs() {
        sharedExactly(7);
    }

    @Test
    @Tag("scenario")
    @Timeout(600)
    void a_hundred_thousand_lps_get_theirs() {
        sharedExactly(100_000);
    }

    private static void sharedExactly(int lps) {
        RandomGenerator random = Seed.random("exact fees of " + lps);
        try (Exchange exchange =
                Exchange.on(
                        TestDatabases.fresh("fees"),
                        "megatron.funding.soft-cap=1",
                        "megatron.funding.hard-cap=1000000")) {
            AssetId asset = exchange.unfundedAsset("0.37", "0.000313");
            Map<UserId, Usdc> principal = contributions(exchange, asset, lps, random);
            String before = exchange.database().contents("lp_positions");

            BigInteger fees = trade(exchange, asset, random);

            assertThat(exchange.database().contents("lp_positions"))
                    .as("a trade writes no LP's row")
                    .isEqualTo(before);
            BigInteger shares =
                    principal.values().stream()
                            .map(each -> BigInteger.valueOf(each.micros()))
                            .reduce(BigInteger.ZERO, BigInteger::add);
            BigInteger perShare = fees.multiply(X).divide(shares);
            Callers.each(
                    principal.entrySet().stream().limit(500).toList(),
                    lp -> claims(exchange, asset, lp.getKey(), lp.getValue(), perShare));
            exchange.reconciles();
            assertThat(exchange.aborts()).isZero();
        }
    }

    /** From 1 USDC on, with six places that are anything. */
    private static Map<UserId, Usdc> contributions(
            Exchange exchange, AssetId asset, int lps, RandomGenerator random) {
        Map<UserId, Usdc> principal = new LinkedHashMap<>();
        register(exchange, lps);
        for (int made = 0; made < lps; made += AT_ONCE) {
            Map<UserId, Usdc> some = new LinkedHashMap<>();
            for (int i = made; i < Math.min(lps, made + AT_ONCE); i++) {
                some.put(lp(i), Usdc.ofMicros(1_000_000 + random.nextLong(3_000_000)));
            }
            Callers.each(
                    List.copyOf(some.entrySet()),
                    each -> {
                        String amount = each.getValue().toString();
                        exchange.grant(Optional.of(each.getKey()), amount);
                        return accepted(exchange.contribute(each.getKey(), asset, amount));
                    });
            principal.putAll(some);
        }
        return principal;
    }

    /** All at once: a third of the time would go into what is not looked at here. */
    private static void register(Exchange exchange, int lps) {
        exchange.database()
                .execute(
                        """
                        insert into users (id, registered_at)
                        select ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, now()
                        from generate_series(0, %d) i
                        """
                                .formatted(lps - 1));
    }

    private static UserId lp(int number) {
        return UserId.of(UUID.fromString("00000000-0000-7000-8000-%012x".formatted(number)));
    }

    /** The LPs' part of the fees, in micros. */
    private static BigInteger trade(Exchange exchange, AssetId asset, RandomGenerator random) {
        UserId trader = exchange.traderWith("100000");
        long lpFees = 0;
        for (int i = 0; i < TRADES; i++) {
            Usdc amount = Usdc.ofMicros(1 + random.nextLong(99_000_000));
            long fee = accepted(exchange.buy(trader, asset, amount.toString())).fee().micros();
            lpFees += fee - fee / 10;
        }
        return BigInteger.valueOf(lpFees);
    }

    /** What the LP may claim, and gets. */
    private static Usdc claims(
            Exchange exchange, AssetId asset, UserId lp, Usdc principal, BigInteger perShare) {
        long expected =
                BigInteger.valueOf(principal.micros())
                        .multiply(perShare)
                        .divide(X)
                        .longValueExact();
        if (expected > 0) {
            assertThat(accepted(exchange.claimFees(lp, asset)).paid())
                    .as("fees of %s USDC", principal)
                    .isEqualTo(Usdc.ofMicros(expected));
        } else {
            assertThat(exchange.provided(lp, asset).claimable()).isEqualTo(Usdc.ZERO);
        }
        return Usdc.ofMicros(expected);
    }
}
