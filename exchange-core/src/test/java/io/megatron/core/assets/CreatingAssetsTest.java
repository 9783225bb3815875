package io.megatron.core.assets;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Slope;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.assets.Pool;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** New assets, and how assets are looked at. */
class CreatingAssetsTest {
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

    private static Outcome<AssetView> create(Call call, String symbol, String price, String slope) {
        return exchange.use(CreatingAssets.class)
                .create(
                        call,
                        new CreatingAssets.Blueprint(
                                symbol, "The " + symbol, Price.parse(price), Slope.parse(slope)),
                        FundingTerms.USUAL,
                        Deadline.none());
    }

    private static ReadingAssets reading() {
        return exchange.use(ReadingAssets.class);
    }

    @Test
    void a_new_asset_is_open_with_nothing_sold_at_its_base_price() {
        AssetView created =
                accepted(create(Exchange.adminCall("asset"), "RAIN", "2.5", "0.000000000001"));

        assertThat(created.asset().status()).isEqualTo(AssetStatus.FUNDING);
        assertThat(created.asset().supply().isZero()).isTrue();
        assertThat(created.asset().tradeSeq()).isZero();
        assertThat(created.asset().slope()).hasToString("0.000000000001");
        assertThat(created.price()).hasToString("2.5");
        assertThat(created.reserve()).isEqualTo(Usdc.ZERO);
        assertThat(created.feeRate().bps()).isEqualTo(50);
        assertThat(created.asset().id().value().version()).isEqualTo(7);
        assertThat(reading().withId(created.asset().id())).contains(created);
        assertThat(created.asset().pool()).isEqualTo(Pool.EMPTY);
    }

    @Test
    void the_widest_figures_of_the_columns_are_kept() {
        AssetView created =
                accepted(
                        create(
                                Exchange.adminCall("asset"),
                                "WIDE",
                                "999999999999.999999",
                                "999999999999.999999999999"));

        assertThat(reading().withId(created.asset().id())).contains(created);
    }

    @Test
    void a_view_is_of_one_moment_after_trades() {
        AssetId asset = exchange.asset("1", "0.5");
        exchange.holderOf(asset, "4", "0");

        AssetView view = reading().withId(asset).orElseThrow();

        assertThat(view.asset().supply()).hasToString("4");
        assertThat(view.price()).hasToString("3");
        assertThat(view.reserve()).hasToString("8");
        assertThat(view.asset().tradeSeq()).isEqualTo(1);
    }

    @Test
    void a_symbol_that_is_taken_is_refused_naming_whose_it_is() {
        AssetView first = accepted(create(Exchange.adminCall("asset"), "SNOW", "1", "0"));
        Map<String, String> before = exchange.database().contents();

        Outcome<AssetView> second = create(Exchange.adminCall("asset"), "SNOW", "2", "0");

        assertThat(second)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        no ->
                                assertThat(no.refusal())
                                        .extracting(Refusal::code, Refusal::details)
                                        .containsExactly(
                                                Rejection.ASSET_ALREADY_EXISTS,
                                                Map.of(
                                                        "field",
                                                        "symbol",
                                                        "asset_id",
                                                        first.asset().id().toString())));
        assertThat(exchange.database().contents()).isEqualTo(before);
    }

    @Test
    void of_many_who_take_a_symbol_at_once_one_gets_it() {
        List<Attempt<Outcome<AssetView>>> attempts =
                Callers.atOnce(16, i -> create(Exchange.adminCall("asset"), "HAIL", "1", "0"));

        assertThat(attempts)
                .filteredOn(attempt -> attempt.value() instanceof Outcome.Accepted)
                .hasSize(1);
        assertThat(exchange.database().count("assets where symbol = 'HAIL'")).isEqualTo(1);
    }

    @Test
    void of_two_who_take_a_symbol_in_one_batch_the_first_gets_it() {
        List<Attempt<Outcome<AssetView>>> attempts =
                exchange.inOneBatch(
                        List.of(
                                () -> create(Exchange.adminCall("asset"), "FOG", "1", "0"),
                                () -> create(Exchange.adminCall("asset"), "FOG", "1", "0")));

        AssetView first = accepted(attempts.getFirst().value());
        assertThat(refused(attempts.getLast().value())).isEqualTo(Rejection.ASSET_ALREADY_EXISTS);
        assertThat(reading().withId(first.asset().id())).contains(first);
    }

    /** Whoever trades in the batch that creates the asset finds it, or does not know its id yet. */
    @Test
    void an_asset_can_be_traded_as_soon_as_it_is_funded() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("1");

        assertThat(accepted(exchange.buy(trader, asset, "1")).tradeSeq()).isEqualTo(1);
    }

    @Test
    void a_repeated_creation_answers_the_first_however_the_asset_has_fared() {
        Call call = Exchange.adminCall("asset");
        AssetView created = accepted(create(call, "DEW", "1", "0.1"));
        exchange.fund(created.asset().id());
        exchange.holderOf(created.asset().id(), "3", "0");

        assertThat(create(call, "DEW", "1", "0.1"))
                .isEqualTo(new Outcome.Accepted<>(created, true));
    }

    @Test
    void the_catalogue_is_paged_by_symbol_and_new_assets_do_not_disturb_the_pages() {
        for (int i = 0; i < 7; i++) {
            accepted(create(Exchange.adminCall("asset"), "PAGE.B" + i, "1", "0"));
        }
        List<String> symbols = new ArrayList<>();
        String after = "PAGE.";
        while (symbols.size() < 7) {
            List<AssetView> page = reading().page(after, 3);
            page.forEach(view -> symbols.add(view.asset().symbol()));
            after = symbols.getLast();
            accepted(create(Exchange.adminCall("asset"), "PAGE.A" + symbols.size(), "1", "0"));
        }

        assertThat(symbols)
                .startsWith(
                        "PAGE.B0", "PAGE.B1", "PAGE.B2", "PAGE.B3", "PAGE.B4", "PAGE.B5",
                        "PAGE.B6");
    }

    @Test
    void an_unknown_asset_is_not_found() {
        assertThat(reading().withId(AssetId.of(UUID.randomUUID()))).isEmpty();
    }
}
