package io.megatron.server.funding;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.assets.v1.AssetStatus;
import io.megatron.funding.v1.ApproveAssetRequest;
import io.megatron.funding.v1.AssetRequest;
import io.megatron.funding.v1.AssetRequestStatus;
import io.megatron.funding.v1.CancelAssetRequestRequest;
import io.megatron.funding.v1.CancelLpWithdrawalRequest;
import io.megatron.funding.v1.ClaimFeesRequest;
import io.megatron.funding.v1.ClaimFeesResponse;
import io.megatron.funding.v1.ClaimRefundRequest;
import io.megatron.funding.v1.ContributeRequest;
import io.megatron.funding.v1.ContributeResponse;
import io.megatron.funding.v1.Funding;
import io.megatron.funding.v1.GetFundingRequest;
import io.megatron.funding.v1.GetLpPositionRequest;
import io.megatron.funding.v1.GetPoolLimitRequest;
import io.megatron.funding.v1.ListAssetRequestsRequest;
import io.megatron.funding.v1.ListLotsRequest;
import io.megatron.funding.v1.ListLotsResponse;
import io.megatron.funding.v1.ListLpPositionsRequest;
import io.megatron.funding.v1.ListLpWithdrawalsRequest;
import io.megatron.funding.v1.LpPosition;
import io.megatron.funding.v1.LpWithdrawal;
import io.megatron.funding.v1.PoolLimit;
import io.megatron.funding.v1.QueueReason;
import io.megatron.funding.v1.RejectAssetRequest;
import io.megatron.funding.v1.RequestAssetRequest;
import io.megatron.funding.v1.RequestLpWithdrawalRequest;
import io.megatron.funding.v1.RequestLpWithdrawalResponse;
import io.megatron.funding.v1.RetireAssetRequest;
import io.megatron.ledger.v1.GetBalanceRequest;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FundingTest {
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
    void the_contribution_that_reaches_the_soft_cap_activates_the_asset() {
        String asset = exchange.unfundedAsset("1", "0");
        Person lp = exchange.traderWith("3000");
        contribute(lp, asset, "1000");
        Funding before = funding(asset);

        ContributeResponse last = contribute(lp, asset, "1500");

        assertThat(before.getStatus()).isEqualTo(AssetStatus.ASSET_STATUS_FUNDING);
        assertThat(before.getRaised()).isEqualTo("1000");
        assertThat(before.hasActivatedAt()).isFalse();
        assertThat(last.getContribution().getActivated()).isTrue();
        assertThat(last.getContribution().getLotNumber()).isEqualTo(2);
        assertThat(last.getContribution().getCashBalanceAfter()).isEqualTo("500");
        assertThat(funding(asset).getStatus()).isEqualTo(AssetStatus.ASSET_STATUS_ACTIVE);
        assertThat(funding(asset).getActivatedAt()).isEqualTo(last.getContribution().getBookedAt());
        assertThat(funding(asset).getLps()).isEqualTo(1);
    }

    @Test
    void fees_accrue_are_claimed_once_and_the_same_request_again_says_so() {
        String asset = exchange.unfundedAsset("1", "0");
        Person lp = exchange.traderWith("2500");
        contribute(lp, asset, "2500");
        buy(exchange.traderWith("100"), asset, "100");
        ClaimFeesRequest claim =
                ClaimFeesRequest.newBuilder().setRequestId(newId()).setAssetId(asset).build();

        ClaimFeesResponse would =
                lp.funding().claimFees(claim.toBuilder().setValidateOnly(true).build());
        ClaimFeesResponse paid = lp.funding().claimFees(claim);
        ClaimFeesResponse again = lp.funding().claimFees(claim);

        assertThat(would.getClaim().getPaid()).isEqualTo("0.45");
        assertThat(paid.getClaim().getPaid()).isEqualTo("0.45");
        assertThat(paid.getReplayed()).isFalse();
        assertThat(again.getClaim()).isEqualTo(paid.getClaim());
        assertThat(again.getReplayed()).isTrue();
        assertThat(position(lp, asset).getClaimedFees()).isEqualTo("0.45");
    }

    @Test
    void lots_are_listed_with_their_schedules_a_page_at_a_time() {
        String asset = exchange.asset("1", "0");
        Person lp = exchange.traderWith("30");
        contribute(lp, asset, "10");
        contribute(lp, asset, "20");
        ListLotsRequest request =
                ListLotsRequest.newBuilder().setAssetId(asset).setPageSize(1).build();

        ListLotsResponse first = lp.funding().listLots(request);
        ListLotsResponse second =
                lp.funding()
                        .listLots(
                                request.toBuilder().setPageToken(first.getNextPageToken()).build());

        assertThat(first.getLots(0).getAmount()).isEqualTo("10");
        assertThat(first.getLots(0).getVested()).isEqualTo("0");
        assertThat(first.getLots(0).getScheduleList()).hasSize(4);
        assertThat(first.getLots(0).getVestedAtNextUnlock()).isEqualTo("2.5");
        assertThat(first.getLots(0).getNextUnlockAt().getSeconds())
                .isEqualTo(first.getLots(0).getContributedAt().getSeconds() + 7 * 86_400);
        assertThat(second.getLots(0).getNumber()).isEqualTo(2);
        assertThat(second.getNextPageToken()).isEmpty();
    }

    @Test
    void what_somebody_provides_is_theirs_to_see_and_an_administrators() {
        String asset = exchange.asset("1", "0");
        Person lp = exchange.traderWith("10");
        contribute(lp, asset, "10");
        GetLpPositionRequest request =
                GetLpPositionRequest.newBuilder()
                        .setAssetId(asset)
                        .setUserId(lp.id().toString())
                        .build();

        Failure failure =
                Failure.of(() -> exchange.traderWith("0").funding().getLpPosition(request));

        assertThat(failure.reason()).isEqualTo("USER_NOT_FOUND");
        assertThat(exchange.admin().funding().getLpPosition(request).getPosition().getPrincipal())
                .isEqualTo("10");
        assertThat(
                        lp.funding()
                                .listLpPositions(ListLpPositionsRequest.getDefaultInstance())
                                .getPositionsList())
                .singleElement()
                .satisfies(one -> assertThat(one.getAssetId()).isEqualTo(asset));
    }

    @Test
    void a_contribution_over_the_hard_cap_is_told_what_fits() {
        String asset = exchange.asset("1", "0");

        Failure failure =
                Failure.of(() -> contribute(exchange.traderWith("30000"), asset, "22500.000001"));

        assertThat(failure.reason()).isEqualTo("HARD_CAP_EXCEEDED");
        assertThat(failure.metadata()).containsEntry("fits", "22500");
    }

    @Test
    void a_request_is_held_back_listed_and_approved_into_a_funding() {
        Person user = exchange.traderWith("150");
        RequestAssetRequest ask =
                RequestAssetRequest.newBuilder()
                        .setRequestId(newId())
                        .setSymbol("ASKED")
                        .setName("Something people want")
                        .setBasePrice("1")
                        .setSlope("0")
                        .setFirstContribution("150")
                        .build();

        AssetRequest asked = user.funding().requestAsset(ask).getAssetRequest();
        AssetRequest open =
                exchange.admin()
                        .funding()
                        .listAssetRequests(
                                ListAssetRequestsRequest.newBuilder()
                                        .setStatus(AssetRequestStatus.ASSET_REQUEST_STATUS_OPEN)
                                        .build())
                        .getAssetRequests(0);
        AssetRequest approved =
                exchange.admin()
                        .funding()
                        .approveAsset(
                                ApproveAssetRequest.newBuilder()
                                        .setRequestId(newId())
                                        .setAssetRequestId(asked.getAssetRequestId())
                                        .build())
                        .getAssetRequest();

        assertThat(open).isEqualTo(asked);
        assertThat(approved.getStatus())
                .isEqualTo(AssetRequestStatus.ASSET_REQUEST_STATUS_APPROVED);
        assertThat(funding(approved.getAssetId()).getRaised()).isEqualTo("150");
        assertThat(user.funding().requestAsset(ask).getAssetRequest()).isEqualTo(asked);
        assertThat(
                        user.funding()
                                .listAssetRequests(ListAssetRequestsRequest.getDefaultInstance())
                                .getAssetRequestsList())
                .containsExactly(approved);
    }

    @Test
    void a_rejected_and_a_cancelled_request_return_what_was_held_back() {
        Person user = exchange.traderWith("200");
        AssetRequest one = ask(user, "REJECT");
        AssetRequest two = ask(user, "CANCEL");

        AssetRequest rejected =
                exchange.admin()
                        .funding()
                        .rejectAsset(
                                RejectAssetRequest.newBuilder()
                                        .setRequestId(newId())
                                        .setAssetRequestId(one.getAssetRequestId())
                                        .setReason("not measurable")
                                        .build())
                        .getAssetRequest();
        user.funding()
                .cancelAssetRequest(
                        CancelAssetRequestRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetRequestId(two.getAssetRequestId())
                                .build());

        assertThat(rejected.getReason()).isEqualTo("not measurable");
        assertThat(user.ledger().getBalance(GetBalanceRequest.getDefaultInstance()).getBalance())
                .isEqualTo("200");
    }

    private static AssetRequest ask(Person user, String symbol) {
        return user.funding()
                .requestAsset(
                        RequestAssetRequest.newBuilder()
                                .setRequestId(newId())
                                .setSymbol(symbol)
                                .setName("Something")
                                .setBasePrice("1")
                                .setSlope("0")
                                .setFirstContribution("100")
                                .build())
                .getAssetRequest();
    }

    @Test
    void nothing_is_refunded_before_the_deadline_and_nothing_paid_before_it_is_vested() {
        String asset = exchange.unfundedAsset("1", "0");
        Person lp = exchange.traderWith("100");
        contribute(lp, asset, "100");
        ClaimRefundRequest claim =
                ClaimRefundRequest.newBuilder().setRequestId(newId()).setAssetId(asset).build();
        RequestLpWithdrawalRequest withdraw =
                RequestLpWithdrawalRequest.newBuilder()
                        .setRequestId(newId())
                        .setAssetId(asset)
                        .setAmount("1")
                        .build();

        assertThat(Failure.of(() -> lp.funding().claimRefund(claim)).reason()).isEqualTo("NOT_DUE");
        assertThat(Failure.of(() -> lp.funding().requestLpWithdrawal(withdraw)).reason())
                .isEqualTo("NOT_VESTED");
    }

    @Test
    void from_a_retired_pool_a_quarter_is_paid_at_once_and_the_rest_waits_for_its_turn() {
        String asset = exchange.unfundedAsset("1", "0");
        Person lp = exchange.traderWith("2500");
        contribute(lp, asset, "2500");
        exchange.admin()
                .funding()
                .retireAsset(
                        RetireAssetRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .build());

        RequestLpWithdrawalResponse asked =
                lp.funding()
                        .requestLpWithdrawal(
                                RequestLpWithdrawalRequest.newBuilder()
                                        .setRequestId(newId())
                                        .setAssetId(asset)
                                        .setAmount("2500")
                                        .build());
        PoolLimit limit =
                lp.funding()
                        .getPoolLimit(GetPoolLimitRequest.newBuilder().setAssetId(asset).build())
                        .getLimit();

        assertThat(asked.getWithdrawal().getInstant()).isEqualTo("625");
        assertThat(asked.getWithdrawal().getQueued()).isEqualTo("1875");
        assertThat(asked.getReason()).isEqualTo(QueueReason.QUEUE_REASON_INSTANT_ALLOWANCE);
        assertThat(asked.getCashBalanceAfter()).isEqualTo("625");
        assertThat(limit.getLifted()).isTrue();
        assertThat(limit.getLimit()).isEmpty();
        assertThat(limit.getQueued()).isEqualTo("1875");
        assertThat(limit.getReleases(0).getAmount()).isEqualTo("625");
        assertThat(limit.getReleases(0).getAt().getSeconds())
                .isEqualTo(asked.getWithdrawal().getRequestedAt().getSeconds() + 86_400);
        assertThat(
                        lp.funding()
                                .listLpWithdrawals(ListLpWithdrawalsRequest.getDefaultInstance())
                                .getWithdrawalsList())
                .containsExactly(asked.getWithdrawal());
        LpWithdrawal cancelled =
                lp.funding()
                        .cancelLpWithdrawal(
                                CancelLpWithdrawalRequest.newBuilder()
                                        .setRequestId(newId())
                                        .setLpWithdrawalId(
                                                asked.getWithdrawal().getLpWithdrawalId())
                                        .build())
                        .getWithdrawal();
        assertThat(cancelled.getCancelled()).isEqualTo("1875");
        assertThat(position(lp, asset).getAvailable()).isEqualTo("1875");
    }

    private static ContributeResponse contribute(Person lp, String asset, String amount) {
        return lp.funding()
                .contribute(
                        ContributeRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setAmount(amount)
                                .build());
    }

    private static void buy(Person trader, String asset, String usdc) {
        trader.trades()
                .buy(
                        BuyRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setExactIn(
                                        BuyExactIn.newBuilder()
                                                .setUsdcIn(usdc)
                                                .setMinSharesOut("0"))
                                .build());
    }

    private static LpPosition position(Person lp, String asset) {
        return lp.funding()
                .getLpPosition(GetLpPositionRequest.newBuilder().setAssetId(asset).build())
                .getPosition();
    }

    private static Funding funding(String asset) {
        return exchange.admin()
                .funding()
                .getFunding(GetFundingRequest.newBuilder().setAssetId(asset).build())
                .getFunding();
    }
}
