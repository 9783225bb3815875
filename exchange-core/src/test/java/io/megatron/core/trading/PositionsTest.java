package io.megatron.core.trading;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Seed;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Position;
import io.megatron.mapper.trading.Side;
import io.megatron.mapper.trading.Trade;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a position cost and has earned, measured against books kept another way. */
class PositionsTest {
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

    /** A trader's books on paper: decimals, and the rounding of the domain spelled out. */
    private static final class Paper {
        private BigDecimal shares = BigDecimal.ZERO;
        private BigDecimal basis = BigDecimal.ZERO;
        private BigDecimal realised = BigDecimal.ZERO;
        private BigDecimal charged = BigDecimal.ZERO;
        private BigDecimal paid = BigDecimal.ZERO;

        void enter(Trade trade) {
            BigDecimal moved = decimal(trade.shares());
            if (trade.side() == Side.BUY) {
                shares = shares.add(moved);
                basis = basis.add(decimal(trade.gross()));
                charged = charged.add(decimal(trade.gross()));
                return;
            }
            BigDecimal taken = basis.multiply(moved).divide(shares, 6, RoundingMode.DOWN);
            shares = shares.subtract(moved);
            basis = basis.subtract(taken);
            realised = realised.add(decimal(trade.net())).subtract(taken);
            paid = paid.add(decimal(trade.net()));
        }

        private static BigDecimal decimal(Object amount) {
            return new BigDecimal(amount.toString());
        }
    }

    @ParameterizedTest(name = "at {0} + {1}·S")
    @CsvSource({"1, 0", "0.75, 0.000321", "0.000003, 0.25", "48000, 1.5"})
    void cost_basis_and_profit_follow_every_trade_and_end_at_zero_basis(
            String price, String slope) {
        RandomGenerator random = Seed.random("positions");
        AssetId asset = exchange.asset(price, slope);
        UserId trader = exchange.traderWith("10000");
        UserId rival = exchange.traderWith("10000");
        Paper paper = new Paper();

        for (int i = 0; i < 40; i++) {
            tradeAtRandom(random, rival, asset);
            tradeAtRandom(random, trader, asset)
                    .ifPresent(
                            trade -> {
                                paper.enter(trade);
                                agree(paper, trade, exchange.reading().position(trader, asset));
                            });
        }
        String rest = exchange.shares(trader, asset);
        if (!rest.equals("0")) {
            paper.enter(Exchange.accepted(exchange.sell(trader, asset, rest)));
        }

        Position end = exchange.reading().position(trader, asset);
        assertThat(end.shares()).isEqualTo(Shares.ZERO);
        assertThat(end.costBasis()).isEqualTo(Usdc.ZERO);
        assertThat(new BigDecimal(end.realisedProfit().toString()))
                .as("all that was paid less all that was charged")
                .isEqualByComparingTo(paper.paid.subtract(paper.charged));
        assertThat(new BigDecimal(exchange.cash(trader)))
                .isEqualByComparingTo(
                        new BigDecimal("10000").add(paper.paid).subtract(paper.charged));
    }

    private static void agree(Paper paper, Trade trade, Position position) {
        assertThat(new BigDecimal(position.shares().toString()))
                .as("shares after %s", trade)
                .isEqualByComparingTo(paper.shares);
        assertThat(new BigDecimal(position.costBasis().toString()))
                .as("cost basis after %s", trade)
                .isEqualByComparingTo(paper.basis);
        assertThat(new BigDecimal(position.realisedProfit().toString()))
                .as("realised profit after %s", trade)
                .isEqualByComparingTo(paper.realised);
        assertThat(
                        List.of(
                                trade.positionAfter(),
                                trade.costBasisAfter(),
                                trade.realisedProfitAfter()))
                .isEqualTo(
                        List.of(
                                position.shares(),
                                position.costBasis(),
                                position.realisedProfit()));
    }

    private static Optional<Trade> tradeAtRandom(
            RandomGenerator random, UserId trader, AssetId asset) {
        long held = exchange.reading().position(trader, asset).shares().micros();
        Outcome<Trade> outcome =
                held > 0 && random.nextBoolean()
                        ? exchange.sell(
                                trader,
                                asset,
                                Shares.ofMicros(random.nextLong(held) + 1).toString())
                        : exchange.buy(
                                trader,
                                asset,
                                Usdc.ofMicros(random.nextLong(500_000_000) + 1).toString());
        return outcome instanceof Outcome.Accepted<Trade>(Trade trade, boolean _)
                ? Optional.of(trade)
                : Optional.empty();
    }

    /** A third of a basis of 0.01 that does not divide: what is left over stays with the rest. */
    @Test
    void a_part_takes_its_share_of_the_basis_rounded_down_and_the_rest_keeps_what_is_over() {
        AssetId asset = exchange.asset("0.003317", "0");
        UserId trader = exchange.holderOf(asset, "3", "0");
        assertThat(exchange.reading().position(trader, asset).costBasis()).hasToString("0.010002");

        assertThat(basisAfterSelling(trader, asset, "0.7")).isEqualTo("0.007669");
        assertThat(basisAfterSelling(trader, asset, "1.1")).isEqualTo("0.004002");
        assertThat(basisAfterSelling(trader, asset, "1.2")).isEqualTo("0");
    }

    private static String basisAfterSelling(UserId trader, AssetId asset, String shares) {
        return Exchange.accepted(exchange.sell(trader, asset, shares)).costBasisAfter().toString();
    }
}
