package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.megatron.assets.v1.Asset;
import io.megatron.assets.v1.AssetStatus;
import io.megatron.assets.v1.CreateAssetRequest;
import io.megatron.assets.v1.CreateAssetResponse;
import io.megatron.assets.v1.GetAssetRequest;
import io.megatron.assets.v1.ListAssetsRequest;
import io.megatron.assets.v1.ListAssetsResponse;
import io.megatron.funding.v1.Funding;
import io.megatron.funding.v1.GetFundingRequest;
import io.megatron.ledger.v1.Entry;
import io.megatron.ledger.v1.GetBalanceRequest;
import io.megatron.ledger.v1.ListEntriesRequest;
import io.megatron.operations.v1.GrantTestFundsRequest;
import io.megatron.operations.v1.PostAdjustmentRequest;
import io.megatron.operations.v1.PostAdjustmentResponse;
import io.megatron.operations.v1.ReconcileResponse;
import io.megatron.operations.v1.RegisterUserRequest;
import io.megatron.operations.v1.TreasuryRecipient;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.server.calls.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdministrationTest {
    @TempDir private static Path folder;

    private static RunningExchange exchange;

    @BeforeAll
    static void start() throws IOException {
        exchange = RunningExchange.start(folder);
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
    }

    @Test
    void a_user_is_registered_once() {
        RegisterUserRequest request =
                RegisterUserRequest.newBuilder().setRequestId(newId()).setUserId(newId()).build();

        var first = exchange.admin().admin().registerUser(request);
        var again = exchange.admin().admin().registerUser(request);
        Failure other =
                Failure.of(
                        () ->
                                exchange.admin()
                                        .admin()
                                        .registerUser(
                                                request.toBuilder().setRequestId(newId()).build()));

        assertThat(first.getReplayed()).isFalse();
        assertThat(again.getReplayed()).isTrue();
        assertThat(again.getRegisteredAt()).isEqualTo(first.getRegisteredAt());
        assertThat(other.reason()).isEqualTo("USER_ALREADY_EXISTS");
        assertThat(other.code()).isEqualTo(Status.Code.ALREADY_EXISTS);
    }

    @Test
    void an_adjustment_moves_money_from_the_treasury_with_its_reason() {
        Person user = exchange.traderWith("1");
        grantToTreasury("50");
        PostAdjustmentRequest request = adjustment(user).setAmount("12.5").build();

        PostAdjustmentResponse posted = exchange.admin().admin().postAdjustment(request);
        PostAdjustmentResponse again = exchange.admin().admin().postAdjustment(request);

        assertThat(posted.getCashBalanceAfter()).isEqualTo("13.5");
        assertThat(again.getReplayed()).isTrue();
        assertThat(again.getLedgerSequence()).isEqualTo(posted.getLedgerSequence());
        Entry entry =
                user.ledger().listEntries(ListEntriesRequest.getDefaultInstance()).getEntries(0);
        assertThat(entry.getReason()).isEqualTo("goodwill");
        assertThat(entry.getLedgerSequence()).isEqualTo(posted.getLedgerSequence());
    }

    @Test
    void an_adjustment_the_treasury_cannot_pay_is_refused() {
        Person user = exchange.traderWith("0");

        Failure failure =
                Failure.of(
                        () ->
                                exchange.admin()
                                        .admin()
                                        .postAdjustment(
                                                adjustment(user).setAmount("100000").build()));

        assertThat(failure.reason()).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(failure.metadata()).containsEntry("account", "TREASURY");
    }

    @Test
    void a_request_id_used_by_another_method_is_refused() {
        Person user = exchange.traderWith("0");
        grantToTreasury("5");
        PostAdjustmentRequest adjustment = adjustment(user).setAmount("1").build();
        exchange.admin().admin().postAdjustment(adjustment);

        Failure failure =
                Failure.of(
                        () ->
                                exchange.admin()
                                        .admin()
                                        .registerUser(
                                                RegisterUserRequest.newBuilder()
                                                        .setRequestId(adjustment.getRequestId())
                                                        .setUserId(newId())
                                                        .build()));

        assertThat(failure.reason()).isEqualTo("REQUEST_ID_REUSED");
        assertThat(failure.fields()).containsExactly("request_id");
    }

    @Test
    void more_money_than_an_account_can_hold_is_out_of_range_and_no_fault_of_ours() {
        Person user = exchange.traderWith("1");

        Failure failure =
                Failure.of(
                        () ->
                                exchange.admin()
                                        .admin()
                                        .grantTestFunds(
                                                grant(user)
                                                        .setAmount("999999999999.999999")
                                                        .build()));

        assertThat(failure.reason()).isEqualTo("AMOUNT_OUT_OF_RANGE");
    }

    static Stream<UnaryOperator<PostAdjustmentRequest.Builder>> unreadableAdjustments() {
        return Stream.of(
                a -> a.setAmount("0"),
                a -> a.setAmount("-5"),
                a -> a.setAmount(""),
                a -> a.setReason(""),
                a -> a.setReason("   "),
                a -> a.setReason("x".repeat(501)),
                a -> a.setReason("nul\u0000"),
                a -> a.setUserId(""),
                a -> a.setRequestId("x"));
    }

    @ParameterizedTest
    @MethodSource("unreadableAdjustments")
    void an_adjustment_that_cannot_be_read_is_an_invalid_argument(
            UnaryOperator<PostAdjustmentRequest.Builder> spoil) {
        PostAdjustmentRequest.Builder good = adjustment(exchange.traderWith("0")).setAmount("1");

        Failure failure =
                Failure.of(
                        () -> exchange.admin().admin().postAdjustment(spoil.apply(good).build()));

        assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(failure.fields()).hasSize(1);
    }

    @Test
    void a_grant_needs_a_recipient() {
        Failure failure =
                Failure.of(
                        () ->
                                exchange.admin()
                                        .admin()
                                        .grantTestFunds(
                                                GrantTestFundsRequest.newBuilder()
                                                        .setRequestId(newId())
                                                        .setAmount("1")
                                                        .build()));

        assertThat(failure.fields()).containsExactly("recipient");
    }

    @Test
    void a_new_asset_is_open_for_contributions_at_its_base_price() {
        CreateAssetRequest request = blueprint("NEW.1").build();

        CreateAssetResponse created = exchange.admin().assets().createAsset(request);
        CreateAssetResponse again = exchange.admin().assets().createAsset(request);

        Asset asset = created.getAsset();
        assertThat(asset.getStatus()).isEqualTo(AssetStatus.ASSET_STATUS_FUNDING);
        assertThat(asset.getPrice()).isEqualTo("2.5");
        assertThat(asset.getSlope()).isEqualTo("0.000000000001");
        assertThat(asset.getSupply()).isEqualTo("0");
        assertThat(asset.getReserve()).isEqualTo("0");
        assertThat(asset.getFeeBps()).isEqualTo(50);
        assertThat(again.getReplayed()).isTrue();
        assertThat(again.getAsset()).isEqualTo(asset);
        assertThat(
                        exchange.traderWith("0")
                                .assets()
                                .getAsset(
                                        GetAssetRequest.newBuilder()
                                                .setAssetId(asset.getAssetId())
                                                .build())
                                .getAsset())
                .isEqualTo(asset);
    }

    @Test
    void an_asset_may_have_caps_and_a_deadline_of_its_own() {
        CreateAssetRequest request =
                blueprint("OWN.CAPS")
                        .setSoftCap("10")
                        .setHardCap("12.5")
                        .setFundingPeriod(Figures.duration(Duration.ofHours(5)))
                        .build();

        Asset asset = exchange.admin().assets().createAsset(request).getAsset();
        Failure other =
                Failure.of(
                        () ->
                                exchange.admin()
                                        .assets()
                                        .createAsset(request.toBuilder().setHardCap("13").build()));

        Funding funding =
                exchange.traderWith("0")
                        .funding()
                        .getFunding(
                                GetFundingRequest.newBuilder()
                                        .setAssetId(asset.getAssetId())
                                        .build())
                        .getFunding();
        assertThat(funding.getSoftCap()).isEqualTo("10");
        assertThat(funding.getHardCap()).isEqualTo("12.5");
        assertThat(funding.getDeadline().getSeconds() - asset.getCreatedAt().getSeconds())
                .isEqualTo(Duration.ofHours(5).toSeconds());
        assertThat(other.reason()).isEqualTo("REQUEST_ID_REUSED");
    }

    @Test
    void a_symbol_is_taken_once() {
        exchange.admin().assets().createAsset(blueprint("TWICE").build());

        Failure failure =
                Failure.of(() -> exchange.admin().assets().createAsset(blueprint("TWICE").build()));

        assertThat(failure.reason()).isEqualTo("ASSET_ALREADY_EXISTS");
        assertThat(failure.fields()).containsExactly("symbol");
    }

    static Stream<UnaryOperator<CreateAssetRequest.Builder>> unreadableAssets() {
        return Stream.of(
                a -> a.setSymbol("lower"),
                a -> a.setSymbol(""),
                a -> a.setSymbol("A".repeat(21)),
                a -> a.setName(""),
                a -> a.setName("x".repeat(201)),
                a -> a.setBasePrice("0"),
                a -> a.setBasePrice("1.0000001"),
                a -> a.setSlope(""),
                a -> a.setSlope("-1"),
                a -> a.setSlope("0.0000000000001"),
                a -> a.setSoftCap("100"),
                a -> a.setHardCap("100"),
                a -> a.setSoftCap("100").setHardCap("99.999999"),
                a -> a.setSoftCap("0").setHardCap("100"),
                a -> a.setFundingPeriod(Figures.duration(Duration.ZERO)),
                a -> a.setFundingPeriod(Figures.duration(Duration.ofDays(3661))));
    }

    @ParameterizedTest
    @MethodSource("unreadableAssets")
    void an_asset_that_cannot_be_read_is_an_invalid_argument(
            UnaryOperator<CreateAssetRequest.Builder> spoil) {
        Failure failure =
                Failure.of(
                        () ->
                                exchange.admin()
                                        .assets()
                                        .createAsset(spoil.apply(blueprint("BAD")).build()));

        assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(failure.fields()).hasSize(1);
    }

    @Test
    void assets_are_listed_in_pages_by_symbol() {
        for (int i = 0; i < 5; i++) {
            exchange.asset("1", "0");
        }
        List<String> symbols = new ArrayList<>();
        String token = "";
        do {
            ListAssetsResponse page =
                    exchange.traderWith("0")
                            .assets()
                            .listAssets(
                                    ListAssetsRequest.newBuilder()
                                            .setPageSize(2)
                                            .setPageToken(token)
                                            .build());
            page.getAssetsList().forEach(asset -> symbols.add(asset.getSymbol()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertThat(symbols).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void an_unknown_asset_is_not_found() {
        Failure failure =
                Failure.of(
                        () ->
                                exchange.traderWith("0")
                                        .assets()
                                        .getAsset(
                                                GetAssetRequest.newBuilder()
                                                        .setAssetId(newId())
                                                        .build()));

        assertThat(failure.code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(failure.reason()).isEqualTo("ASSET_NOT_FOUND");
    }

    @Test
    void a_reconciliation_says_what_it_checked() {
        exchange.traderWith("7");

        ReconcileResponse report = exchange.reconcile();

        assertThat(report.getClean()).isTrue();
        assertThat(report.getChecksList()).hasSizeGreaterThan(9);
        assertThat(report.getChecksList())
                .allSatisfy(check -> assertThat(check.getDescription()).isNotEmpty());
        assertThat(report.getAsOf().getSeconds()).isPositive();
    }

    @Test
    void the_administrator_sees_no_balance_of_nobody() {
        Failure failure =
                Failure.of(
                        () ->
                                exchange.admin()
                                        .ledger()
                                        .getBalance(
                                                GetBalanceRequest.newBuilder()
                                                        .setUserId(newId())
                                                        .build()));

        assertThat(failure.reason()).isEqualTo("USER_NOT_FOUND");
    }

    private static void grantToTreasury(String amount) {
        exchange.admin()
                .admin()
                .grantTestFunds(
                        GrantTestFundsRequest.newBuilder()
                                .setRequestId(newId())
                                .setTreasury(TreasuryRecipient.getDefaultInstance())
                                .setAmount(amount)
                                .build());
    }

    private static GrantTestFundsRequest.Builder grant(Person user) {
        return GrantTestFundsRequest.newBuilder()
                .setRequestId(newId())
                .setUserId(user.id().toString());
    }

    private static PostAdjustmentRequest.Builder adjustment(Person user) {
        return PostAdjustmentRequest.newBuilder()
                .setRequestId(newId())
                .setUserId(user.id().toString())
                .setReason("goodwill");
    }

    private static CreateAssetRequest.Builder blueprint(String symbol) {
        return CreateAssetRequest.newBuilder()
                .setRequestId(newId())
                .setSymbol(symbol)
                .setName("An index of something")
                .setBasePrice("2.5")
                .setSlope("0.000000000001");
    }
}
