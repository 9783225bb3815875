package io.megatron.core.funding;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.assets.CreatingAssets.Blueprint;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.operations.Reconciling;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Slope;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One number changed behind the exchange's back, and reconciliation names exactly what it broke.
 */
class TamperedFundingTest {
    private static Exchange exchange;
    private static Exchange inPieces;

    @BeforeAll
    static void open() {
        SettableClock clock = SettableClock.at(Instant.parse("2030-01-01T00:00:00Z"));
        exchange = Exchange.on(TestDatabases.fresh("tampered"), clock);
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("2500");
        UserId user = exchange.traderWith("500");
        accepted(exchange.buy(user, pool.asset(), "100.123457"));
        accepted(exchange.claimFees(lp, pool.asset()));
        accepted(exchange.buy(user, pool.asset(), "10.000001"));
        clock.advance(Duration.ofDays(180));
        accepted(pool.withdraw(lp, "1000"));
        accepted(
                exchange.use(RequestingAssets.class)
                        .request(
                                Exchange.userCall(user, "ask", "RAIN"),
                                new Blueprint("RAIN", "Rain", Price.parse("1"), Slope.parse("0")),
                                Usdc.parse("100"),
                                Submitting.TO_TAKE_EFFECT,
                                Deadline.none()));
        exchange.reconciles();
        inPieces = Exchange.on(exchange.database(), clock, "megatron.reconciliation.piece=2");
    }

    @AfterAll
    static void close() {
        exchange.reconciles();
        inPieces.close();
        exchange.close();
    }

    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    lp_lots        | withdrawn          | 0.000001 | lots_match_capital, lots_match_positions
                    assets         | lp_shares          | 0.000001 | lots_match_capital
                    assets         | reward_remainder   | 1        | claims_match_fees, rewards_match_accumulator
                    lp_positions   | accrued            | 1        | claims_match_fees, rewards_match_accumulator
                    lp_positions   | claimed            | 0.000001 | claims_match_fees
                    lp_positions   | queued             | 0.000001 | queues_are_reserved
                    fundings       | queued             | 0.000001 | queues_are_reserved
                    asset_requests | first_contribution | 0.000001 | holds_match_requests
                    lp_payments    | base               | 0.000001 | payments_within_limit
                    lp_payments    | transfer_seq       | 1        | payments_within_limit
                    lp_withdrawals | instant            | -1       | payments_match_withdrawals
                    lp_withdrawals | parts              | 1        | payments_match_withdrawals
                    """)
    void a_changed_number_is_found(String table, String column, String by, String checks) {
        change(table, column + " + " + by, column);
        try {
            assertThat(broken(exchange)).containsExactly(checks.split(", "));
            assertThat(broken(inPieces)).as("in pieces").containsExactly(checks.split(", "));
        } finally {
            change(table, column + " - " + by, column);
        }
    }

    private static void change(String table, String value, String column) {
        exchange.database()
                .execute(
                        "alter table %1$s disable trigger user; update %1$s set %2$s = %3$s; alter table %1$s enable trigger user"
                                .formatted(table, column, value));
    }

    private static List<String> broken(Exchange node) {
        String[] names =
                node.use(Reconciling.class).reconcile().checks().stream()
                        .filter(check -> !check.findings().isEmpty())
                        .map(Reconciling.Checked::name)
                        .toArray(String[]::new);
        Arrays.sort(names);
        return List.of(names);
    }
}
