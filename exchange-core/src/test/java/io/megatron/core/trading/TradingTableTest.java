package io.megatron.core.trading;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Orders;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.trading.Trade;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Trades as a table: the state before, the order, the answer, the balances after. The figures were
 * computed from the definitions of the curve by another program, in fractions and by bisection; the
 * fee is 50 bps. In the state, OTHERS have bought first, then the trader has bought what is HELD.
 */
class TradingTableTest {
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

    @ParameterizedTest(name = "{0}: at {1} + {2}·S, {6}")
    @CsvSource(
            delimiter = '|',
            textBlock =
"""
# WHAT                          | PRICE    | SLOPE          | OTHERS    | CASH      | HELD     | ORDER                       | CASH      | HELD     | RESERVE     | FEES
  spend on a flat curve         | 1        | 0              | 0         | 100       | 0        | buy for 10 min 0            | 90        | 9.95     | 9.95        | 0.05
  get on a flat curve           | 1        | 0              | 0         | 100       | 0        | buy 9.95 max 100            | 90        | 9.95     | 9.95        | 0.05
  give a part, flat             | 1        | 0              | 0         | 0         | 9.95     | sell 4 min 0                | 3.98      | 5.95     | 5.95        | 0.07
  give all, flat                | 1        | 0              | 0         | 0         | 9.95     | sell 9.95 min 0             | 9.90025   | 0        | 0           | 0.09975
  be paid so much, flat         | 1        | 0              | 0         | 0         | 9.95     | sell for 3 max 9.95         | 3         | 6.934924 | 6.934924    | 0.065076
  spend on a slope              | 1        | 0.001          | 1000      | 100       | 0        | buy for 10 min 0            | 90.000001 | 4.968827 | 1509.949999 | 7.587689
  get on a slope                | 1        | 0.001          | 1000      | 100       | 0        | buy 5 max 100               | 89.937185 | 5        | 1510.0125   | 7.588004
  give a part on a slope        | 1        | 0.001          | 1000      | 7         | 25.5     | sell 12.25 min 0            | 31.613656 | 13.25    | 1526.587782 | 7.919292
  give all on a slope           | 1        | 0.001          | 1000      | 7         | 25.5     | sell 25.5 min 0             | 58.068499 | 0        | 1500        | 8.052231
  be paid so much on a slope    | 1        | 0.001          | 1000      | 7         | 25.5     | sell for 20 max 25.5        | 27        | 15.551846| 1531.224622 | 7.896108
  the first on a steep slope    | 0.01     | 2.5            | 0         | 50        | 0        | buy for 33.333333 min 0     | 16.666669 | 5.147053 | 33.166664   | 0.166667
  the last on the least slope   | 0.75     | 0.000000000001 | 0         | 5         | 3        | sell 3 min 0                | 7.23875   | 0        | 0.000001    | 0.022557
  spend, nothing round          | 0.333333 | 0.000007       | 12.345678 | 20        | 0        | buy for 1 min 0             | 19        | 2.984135 | 5.110756    | 0.025683
  get, nothing round            | 0.333333 | 0.000007       | 12.345678 | 20        | 0        | buy 1.234567 max 20         | 19.586297 | 1.234567 | 4.52739     | 0.022752
  give, nothing round           | 0.333333 | 0.000007       | 12.345678 | 20        | 7.654321 | sell 1.234567 min 0         | 20.40963  | 6.419754 | 6.256372    | 0.035568
  the smallest buy of all       | 1        | 0              | 0         | 1         | 0        | buy for 0.000002 min 0      | 0.999998  | 0.000001 | 0.000001    | 0.000001
  a dear micro-share            | 50000    | 0              | 0         | 1         | 0        | buy for 0.050252 min 0      | 0.949748  | 0.000001 | 0.05        | 0.000252
  charged the price, not more   | 50000    | 0              | 0         | 1         | 0        | buy for 0.1 min 0           | 0.949748  | 0.000001 | 0.05        | 0.000252
  closing dust pays only a fee  | 1        | 0              | 0         | 0         | 0.000001 | sell 0.000001 min 0         | 0         | 0        | 0           | 0.000002
  closing dust moves nothing    | 0.5      | 0              | 0         | 0         | 0.000001 | sell 0.000001 min 0         | 0         | 0        | 0.000001    | 0.000001
  the balance is the charge     | 1        | 0              | 0         | 10        | 0        | buy for 10 min 0            | 0         | 9.95     | 9.95        | 0.05
  the balance is the charge     | 1        | 0.001          | 1000      | 10.062815 | 0        | buy 5 max 999               | 0         | 5        | 1510.0125   | 7.588004
  it need not hold the offer    | 50000    | 0              | 0         | 0.050252  | 0        | buy for 0.1 min 0           | 0         | 0.000001 | 0.05        | 0.000252
  just the shares that are held | 1        | 0.001          | 1000      | 0         | 5        | sell 5 min 0                | 9.962437  | 0        | 1500        | 7.638067
  just what all of them pay     | 1        | 0.001          | 1000      | 0         | 5        | sell for 9.962437 max 999   | 9.962437  | 0        | 1500        | 7.638067
  just the least shares         | 1        | 0              | 0         | 100       | 0        | buy for 10 min 9.95         | 90        | 9.95     | 9.95        | 0.05
  just the highest charge       | 1        | 0              | 0         | 100       | 0        | buy 9.95 max 10             | 90        | 9.95     | 9.95        | 0.05
  just the least pay            | 1        | 0              | 0         | 0         | 9.95     | sell 9.95 min 9.90025       | 9.90025   | 0        | 0           | 0.09975
  just the most shares          | 1        | 0              | 0         | 0         | 9.95     | sell for 3 max 3.015076     | 3         | 6.934924 | 6.934924    | 0.065076
""")
    void accepted_trades(
            String what,
            String price,
            String slope,
            String others,
            String cash,
            String held,
            String order,
            String cashAfter,
            String heldAfter,
            String reserveAfter,
            String feesAfter) {
        AssetId asset = exchange.asset(price, slope);
        exchange.holderOf(asset, others, "0");
        UserId trader = exchange.holderOf(asset, held, cash);

        Trade trade = accepted(exchange.trade(trader, Orders.parse(asset, order)));

        assertThat(balances(trader, asset))
                .isEqualTo(balances(cashAfter, heldAfter, reserveAfter, feesAfter));
        assertThat(trade.cashAfter()).hasToString(cashAfter);
        assertThat(trade.positionAfter()).hasToString(heldAfter);
        assertThat(trade.reserveAfter()).hasToString(reserveAfter);
        assertThat(trade.gross()).isEqualTo(trade.net().plus(trade.fee()));
        assertThat(exchange.reading().ofUser(trader, trade.id())).contains(trade);
    }

    @ParameterizedTest(name = "{0}: at {1} + {2}·S, {6} is {7}")
    @CsvSource(
            delimiter = '|',
            textBlock =
"""
# WHAT                           | PRICE    | SLOPE  | OTHERS | CASH     | HELD     | ORDER                               | CODE                | DETAILS
  nothing to spend               | 1        | 0      | 0      | 1        | 1        | buy for 0 min 0                     | TRADE_TOO_SMALL     |
  nothing to get                 | 1        | 0      | 0      | 1        | 1        | buy 0 max 1                         | TRADE_TOO_SMALL     |
  nothing to give                | 1        | 0      | 0      | 1        | 1        | sell 0 min 0                        | TRADE_TOO_SMALL     |
  nothing to be paid             | 1        | 0      | 0      | 1        | 1        | sell for 0 max 1                    | TRADE_TOO_SMALL     |
  less than a micro-share costs  | 1        | 0      | 0      | 1        | 0        | buy for 0.000001 min 0              | TRADE_TOO_SMALL     |
  a micro under a micro-share    | 50000    | 0      | 0      | 1        | 0        | buy for 0.050251 min 0              | TRADE_TOO_SMALL     |
  dust that is not all, one fee  | 1        | 0      | 0      | 0        | 0.000002 | sell 0.000001 min 0                 | TRADE_TOO_SMALL     |
  dust that is not all, no gross | 0.5      | 0      | 0      | 0        | 0.000002 | sell 0.000001 min 0                 | TRADE_TOO_SMALL     |
  more shares than can be        | 0.000001 | 0      | 0      | 1        | 0        | buy for 999999999999.999999 min 0   | AMOUNT_OUT_OF_RANGE |
  one share more than can be     | 0.000001 | 0      | 1      | 2000000  | 0        | buy 999999999999 max 9999999        | AMOUNT_OUT_OF_RANGE |
  costs more than can be         | 1000     | 0      | 0      | 1        | 0        | buy 1000000000 max 999999999999     | AMOUNT_OUT_OF_RANGE |
  charge, not cost, too large    | 1        | 0      | 0      | 1        | 0        | buy 999999999999 max 999999999999   | AMOUNT_OUT_OF_RANGE |
  price leaves its column        | 1        | 999999 | 0      | 1        | 0        | buy 1000002 max 999999999999        | AMOUNT_OUT_OF_RANGE |
  price after leaves its column  | 1        | 999999999999.999999999999 | 0 | 9 | 0    | buy 1.000001 max 999999999999       | AMOUNT_OUT_OF_RANGE |
  a micro is missing             | 1        | 0      | 0      | 9.999999 | 0        | buy for 10 min 0                    | INSUFFICIENT_FUNDS  | required=10 available=9.999999
  a micro is missing             | 1        | 0.001  | 1000   | 10.062814| 0        | buy 5 max 999                       | INSUFFICIENT_FUNDS  | required=10.062815 available=10.062814
  a micro is missing             | 50000    | 0      | 0      | 0.050251 | 0        | buy for 0.1 min 0                   | INSUFFICIENT_FUNDS  | required=0.050252 available=0.050251
  no money at all                | 1        | 0      | 0      | 0        | 0        | buy for 1 min 0                     | INSUFFICIENT_FUNDS  | required=1 available=0
  a micro more than is held      | 1        | 0.001  | 1000   | 0        | 5        | sell 5.000001 min 0                 | INSUFFICIENT_SHARES | available=5
  others hold, the seller none   | 1        | 0.001  | 1000   | 0        | 0        | sell 0.000001 min 0                 | INSUFFICIENT_SHARES | available=0
  a micro more than all pays     | 1        | 0.001  | 1000   | 0        | 5        | sell for 9.962438 max 999           | INSUFFICIENT_SHARES | available=5
  more than money can be         | 1        | 0.001  | 1000   | 0        | 5        | sell for 999999999999.999999 max 999| INSUFFICIENT_SHARES | available=5
  a micro-share under the least  | 1        | 0      | 0      | 100      | 0        | buy for 10 min 9.950001             | SLIPPAGE_EXCEEDED   | figure=shares_out actual=9.95 bound=9.950001
  a micro over the most          | 1        | 0      | 0      | 100      | 0        | buy 9.95 max 9.999999               | SLIPPAGE_EXCEEDED   | figure=usdc_in actual=10 bound=9.999999
  a maximum of zero is no escape | 1        | 0      | 0      | 100      | 0        | buy 9.95 max 0                      | SLIPPAGE_EXCEEDED   | figure=usdc_in actual=10 bound=0
  a micro under the least        | 1        | 0      | 0      | 0        | 9.95     | sell 9.95 min 9.900251              | SLIPPAGE_EXCEEDED   | figure=usdc_out actual=9.90025 bound=9.900251
  a micro-share over the most    | 1        | 0      | 0      | 0        | 9.95     | sell for 3 max 3.015075             | SLIPPAGE_EXCEEDED   | figure=shares_in actual=3.015076 bound=3.015075
  a maximum of zero is no escape | 1        | 0      | 0      | 0        | 9.95     | sell for 3 max 0                    | SLIPPAGE_EXCEEDED   | figure=shares_in actual=3.015076 bound=0
""")
    void refused_trades_write_nothing_and_their_request_id_stays_free(
            String what,
            String price,
            String slope,
            String others,
            String cash,
            String held,
            String order,
            String code,
            String details) {
        AssetId asset = exchange.asset(price, slope);
        exchange.holderOf(asset, others, "0");
        UserId trader = exchange.holderOf(asset, held, cash);

        refusedWithoutTrace(trader, Orders.parse(asset, order), code + " " + parsed(details));
    }

    @ParameterizedTest
    @EnumSource(
            value = AssetStatus.class,
            names = {"FUNDING", "CLOSED", "CANCELLED"})
    void an_asset_that_is_not_open_is_not_traded(AssetStatus status) {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.holderOf(asset, "5", "5");
        setStatus(asset, status);
        String expected = "ASSET_NOT_ACTIVE {status=" + status + "}";

        refusedWithoutTrace(trader, Orders.parse(asset, "buy for 1 min 0"), expected);
        refusedWithoutTrace(trader, Orders.parse(asset, "buy 1 max 9"), expected);
        refusedWithoutTrace(trader, Orders.parse(asset, "sell 1 min 0"), expected);
        refusedWithoutTrace(trader, Orders.parse(asset, "sell for 1 max 9"), expected);
    }

    @Test
    void a_retired_asset_is_sold_back_but_not_bought() {
        AssetId asset = exchange.asset("1", "0.01");
        UserId trader = exchange.holderOf(asset, "5", "5");
        setStatus(asset, AssetStatus.SELL_ONLY);
        String expected = "ASSET_NOT_ACTIVE {status=SELL_ONLY}";

        refusedWithoutTrace(trader, Orders.parse(asset, "buy for 1 min 0"), expected);
        refusedWithoutTrace(trader, Orders.parse(asset, "buy 1 max 9"), expected);
        accepted(exchange.trade(trader, Orders.parse(asset, "sell for 1 max 9")));
        accepted(exchange.sell(trader, asset, exchange.shares(trader, asset)));
        assertThat(exchange.shares(trader, asset)).isEqualTo("0");
        assertThat(
                        exchange.database()
                                .value("select status from assets where id = '" + asset + "'"))
                .isEqualTo("SELL_ONLY");
    }

    @Test
    void an_asset_that_does_not_exist_is_not_traded() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.holderOf(asset, "5", "5");
        AssetId other = AssetId.of(UUID.randomUUID());

        refusedWithoutTrace(trader, Orders.parse(other, "buy for 1 min 0"), "ASSET_NOT_FOUND {}");
        refusedWithoutTrace(trader, Orders.parse(other, "sell 1 min 0"), "ASSET_NOT_FOUND {}");
    }

    @Test
    void a_blocked_user_sells_but_does_not_buy() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.holderOf(asset, "5", "5");
        exchange.database().correct("update users set blocked = true where id = '" + trader + "'");

        Outcome<Trade> buy = exchange.buy(trader, asset, "1");
        Outcome<Trade> sell = exchange.sell(trader, asset, "1");

        assertThat(code(buy)).isEqualTo("USER_BLOCKED {}");
        assertThat(accepted(sell).positionAfter()).hasToString("4");
    }

    @Test
    void a_user_whose_sells_are_blocked_as_well_does_neither() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.holderOf(asset, "5", "5");
        exchange.database()
                .correct(
                        "update users set blocked = true, sells_blocked = true where id = '"
                                + trader
                                + "'");

        assertThat(code(exchange.buy(trader, asset, "1"))).isEqualTo("USER_BLOCKED {}");
        assertThat(code(exchange.sell(trader, asset, "1"))).isEqualTo("USER_BLOCKED {}");
        assertThat(exchange.cash(trader)).isEqualTo("5");
        assertThat(exchange.shares(trader, asset)).isEqualTo("5");
    }

    /** Refused as expected, not a row has changed, and the same request id then makes a trade. */
    private static void refusedWithoutTrace(UserId trader, Order order, String expected) {
        UUID requestId = UUID.randomUUID();
        Map<String, String> before = exchange.database().contents();

        Outcome<Trade> outcome = exchange.trade(trader, requestId, order);

        assertThat(code(outcome)).isEqualTo(expected);
        assertThat(exchange.database().contents()).isEqualTo(before);
        exchange.grant(Optional.of(trader), "2");
        Order another = Orders.parse(exchange.asset("1", "0"), "buy for 2 min 0");
        assertThat(accepted(exchange.trade(trader, requestId, another)).shares())
                .hasToString("1.99");
    }

    private static void setStatus(AssetId asset, AssetStatus status) {
        exchange.database()
                .correct("update assets set status = '" + status + "' where id = '" + asset + "'");
    }

    private static Map<String, String> balances(UserId trader, AssetId asset) {
        return balances(
                exchange.cash(trader),
                exchange.shares(trader, asset),
                exchange.balance(AccountKey.ofPool(AccountKind.CURVE_RESERVE, asset)),
                exchange.fees(asset));
    }

    private static Map<String, String> balances(
            String cash, String held, String reserve, String fees) {
        return new TreeMap<>(Map.of("cash", cash, "held", held, "reserve", reserve, "fees", fees));
    }

    private static String code(Outcome<Trade> outcome) {
        return switch (outcome) {
            case Outcome.Accepted<Trade> accepted -> "accepted " + accepted.result();
            case Outcome.Refused<Trade>(Refusal refusal) ->
                    refusal.code() + " " + new TreeMap<>(refusal.details());
        };
    }

    private static Map<String, String> parsed(@Nullable String details) {
        Map<String, String> parsed = new TreeMap<>();
        if (details != null) {
            for (String detail : details.split(" ", -1)) {
                int equals = detail.indexOf('=');
                parsed.put(detail.substring(0, equals), detail.substring(equals + 1));
            }
        }
        return parsed;
    }
}
