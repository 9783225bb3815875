package io.megatron.core.pricing;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.operations.Reconciling;
import io.megatron.core.testing.Exchange;
import io.megatron.curve.money.Ratio;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One figure changed behind the exchange's back, and the fundamental price no longer replays. */
class TamperedSignalsTest {
    private static final String UNIT = "0.000000000000000001";
    private static final Exchange EXCHANGE = Exchange.fresh();

    @BeforeAll
    static void history() {
        AssetId asset = EXCHANGE.asset("1", "0.000000000001");
        UserId trader = EXCHANGE.traderWith("100");
        accepted(EXCHANGE.buy(trader, asset, "10"));
        signal(asset, "0.3");
        accepted(EXCHANGE.buy(trader, asset, "10"));
        signal(asset, "-0.123457");
        signal(asset, "0.3");
        signal(EXCHANGE.asset("3", "0"), "0.01");
        EXCHANGE.reconciles();
    }

    @AfterEach
    void reconciles() {
        EXCHANGE.reconciles();
    }

    @AfterAll
    static void close() {
        EXCHANGE.close();
    }

    @ParameterizedTest(name = "{1} of {0} where {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    fundamentals | value              | signals = 3 | UNIT     | fundamentals_match_signals
                    fundamentals | signals            | signals = 3 | 1        | fundamentals_match_signals
                    signals      | fundamental_after  | seq = 3     | UNIT     | fundamentals_match_signals, signals_replay
                    signals      | fundamental_after  | seq = 2     | UNIT     | signals_replay
                    signals      | fundamental_before | seq = 2     | UNIT     | signals_replay
                    signals      | fundamental_before | seq = 1     | UNIT     | signals_replay
                    signals      | delta              | seq = 2     | 0.000001 | signals_replay
                    signals      | beta               | seq = 2     | 0.000001 | signals_replay
                    signals      | daily_limit        | seq = 3     | -0.29    | signals_replay
                    signals      | event_id           | seq = 2     | 100      | signals_announced_once, signals_replay
                    signals      | seq                | seq = 3     | 1        | fundamentals_match_signals, signals_replay
                    """)
    void a_changed_figure_is_found(
            String table, String column, String row, String by, String checks) {
        String ctid =
                EXCHANGE.database()
                        .values("select asset_id from %s where %s".formatted(table, row))
                        .getFirst();
        String where = "asset_id = '%s' and %s".formatted(ctid, row);
        String change = by.equals("UNIT") ? UNIT : by;
        change(table, column, column + " + " + change, where);
        try {
            assertThat(broken()).containsExactly(checks.split(", "));
        } finally {
            String changed = row.replace(column + " = 3", column + " = 4");
            change(
                    table,
                    column,
                    column + " - " + change,
                    "asset_id = '%s' and %s".formatted(ctid, changed));
        }
    }

    @Test
    void a_first_signal_that_did_not_begin_with_the_price_of_the_market_is_found() {
        String first = "seq = 1 and delta = 0.01";
        change("signals", "fundamental_before", "fundamental_before * 2", first);
        change("signals", "fundamental_after", "fundamental_after * 2", first);
        change("signals", "marginal_price", "marginal_price * 2", first);
        change("fundamentals", "value", "value * 2", "value > 3");
        try {
            assertThat(broken()).containsExactly("signals_replay");
        } finally {
            change("signals", "fundamental_before", "fundamental_before / 2", first);
            change("signals", "fundamental_after", "fundamental_after / 2", first);
            change("signals", "marginal_price", "marginal_price / 2", first);
            change("fundamentals", "value", "value / 2", "value > 3");
        }
    }

    @Test
    void a_signal_that_is_gone_is_found() {
        tamper("create table kept as table signals", "delete from signals where seq = 2");
        try {
            assertThat(broken()).containsExactly("signals_announced_once", "signals_replay");
        } finally {
            tamper("insert into signals select * from kept where seq = 2", "drop table kept");
        }
    }

    private static void signal(AssetId asset, String delta) {
        Claim claim = new Claim(asset, Ratio.parse(delta), Ratio.ONE, List.of(), "");
        Call call =
                Call.of(
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        "SubmitSignal",
                        SubmittingSignals.payload(claim));
        accepted(EXCHANGE.use(SubmittingSignals.class).submit(call, claim, Deadline.none()));
    }

    private static void change(String table, String column, String value, String where) {
        EXCHANGE.database()
                .execute(
                        "alter table %1$s disable trigger user; update %1$s set %2$s = %3$s where %4$s; alter table %1$s enable trigger user"
                                .formatted(table, column, value, where));
    }

    private static void tamper(String... statements) {
        EXCHANGE.database()
                .execute(
                        "alter table signals disable trigger user; "
                                + String.join("; ", statements)
                                + "; alter table signals enable trigger user");
    }

    private static List<String> broken() {
        String[] names =
                EXCHANGE.use(Reconciling.class).reconcile().checks().stream()
                        .filter(check -> !check.findings().isEmpty())
                        .map(Reconciling.Checked::name)
                        .toArray(String[]::new);
        Arrays.sort(names);
        return List.of(names);
    }
}
