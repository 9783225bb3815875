package io.megatron.server.funding;

import io.grpc.stub.StreamObserver;
import io.megatron.core.funding.ProvidingLiquidity;
import io.megatron.core.funding.ReadingFunding;
import io.megatron.core.funding.RefundingLps;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Submitting;
import io.megatron.curve.money.Usdc;
import io.megatron.funding.v1.ApproveAssetRequest;
import io.megatron.funding.v1.ApproveAssetResponse;
import io.megatron.funding.v1.CancelAssetRequestRequest;
import io.megatron.funding.v1.CancelAssetRequestResponse;
import io.megatron.funding.v1.CancelLpWithdrawalRequest;
import io.megatron.funding.v1.CancelLpWithdrawalResponse;
import io.megatron.funding.v1.ClaimFeesRequest;
import io.megatron.funding.v1.ClaimFeesResponse;
import io.megatron.funding.v1.ClaimRefundRequest;
import io.megatron.funding.v1.ClaimRefundResponse;
import io.megatron.funding.v1.ContributeRequest;
import io.megatron.funding.v1.ContributeResponse;
import io.megatron.funding.v1.FundingServiceGrpc;
import io.megatron.funding.v1.GetFundingRequest;
import io.megatron.funding.v1.GetFundingResponse;
import io.megatron.funding.v1.GetLpPositionRequest;
import io.megatron.funding.v1.GetLpPositionResponse;
import io.megatron.funding.v1.GetPoolLimitRequest;
import io.megatron.funding.v1.GetPoolLimitResponse;
import io.megatron.funding.v1.ListAssetRequestsRequest;
import io.megatron.funding.v1.ListAssetRequestsResponse;
import io.megatron.funding.v1.ListLotsRequest;
import io.megatron.funding.v1.ListLotsResponse;
import io.megatron.funding.v1.ListLpPositionsRequest;
import io.megatron.funding.v1.ListLpPositionsResponse;
import io.megatron.funding.v1.ListLpWithdrawalsRequest;
import io.megatron.funding.v1.ListLpWithdrawalsResponse;
import io.megatron.funding.v1.RejectAssetRequest;
import io.megatron.funding.v1.RejectAssetResponse;
import io.megatron.funding.v1.RequestAssetRequest;
import io.megatron.funding.v1.RequestAssetResponse;
import io.megatron.funding.v1.RequestLpWithdrawalRequest;
import io.megatron.funding.v1.RequestLpWithdrawalResponse;
import io.megatron.funding.v1.RetireAssetRequest;
import io.megatron.funding.v1.RetireAssetResponse;
import io.megatron.mapper.ids.AssetId;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import java.util.Map;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.funding.v1.FundingService}. */
@GrpcService
@RunsAs(NodeRole.API)
class FundingEndpoint extends FundingServiceGrpc.FundingServiceImplBase {
    private final ProvidingLiquidity providing;
    private final RefundingLps refunding;
    private final ReadingFunding reading;
    private final TakingAssetRequests requests;
    private final TakingWithdrawals withdrawals;
    private final LookingUpFunding looking;

    FundingEndpoint(
            ProvidingLiquidity providing,
            RefundingLps refunding,
            ReadingFunding reading,
            TakingAssetRequests requests,
            TakingWithdrawals withdrawals,
            LookingUpFunding looking) {
        this.providing = providing;
        this.refunding = refunding;
        this.reading = reading;
        this.requests = requests;
        this.withdrawals = withdrawals;
        this.looking = looking;
    }

    @Override
    public void getFunding(GetFundingRequest request, StreamObserver<GetFundingResponse> observer) {
        Answering.answer(
                observer,
                reading.funding(Fields.assetId(request.getAssetId())),
                view ->
                        GetFundingResponse.newBuilder()
                                .setFunding(FundingMessages.funding(view))
                                .build());
    }

    @Override
    public void contribute(ContributeRequest request, StreamObserver<ContributeResponse> observer) {
        AssetId asset = Fields.assetId(request.getAssetId());
        Usdc amount = Fields.positiveUsdc("amount", request.getAmount());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        FundingServiceGrpc.getContributeMethod(),
                        Map.of("asset_id", asset.toString(), "amount", amount.toString()));
        Answering.answer(
                observer,
                providing.contribute(
                        call,
                        asset,
                        amount,
                        Submitting.of(request.getValidateOnly()),
                        Answering.deadline()),
                (made, replayed) ->
                        ContributeResponse.newBuilder()
                                .setContribution(FundingMessages.contribution(made))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void claimFees(ClaimFeesRequest request, StreamObserver<ClaimFeesResponse> observer) {
        AssetId asset = Fields.assetId(request.getAssetId());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        FundingServiceGrpc.getClaimFeesMethod(),
                        Map.of("asset_id", asset.toString()));
        Answering.answer(
                observer,
                providing.claimFees(
                        call,
                        asset,
                        Submitting.of(request.getValidateOnly()),
                        Answering.deadline()),
                (claim, replayed) ->
                        ClaimFeesResponse.newBuilder()
                                .setClaim(FundingMessages.claim(claim))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void getLpPosition(
            GetLpPositionRequest request, StreamObserver<GetLpPositionResponse> observer) {
        Answering.answer(
                observer,
                looking.position(request),
                view ->
                        GetLpPositionResponse.newBuilder()
                                .setPosition(FundingMessages.position(view))
                                .build());
    }

    @Override
    public void listLpPositions(
            ListLpPositionsRequest request, StreamObserver<ListLpPositionsResponse> observer) {
        Answering.answer(
                observer,
                looking.positions(request),
                page ->
                        ListLpPositionsResponse.newBuilder()
                                .addAllPositions(
                                        page.items().stream()
                                                .map(FundingMessages::position)
                                                .toList())
                                .setNextPageToken(page.nextToken())
                                .build());
    }

    @Override
    public void listLots(ListLotsRequest request, StreamObserver<ListLotsResponse> observer) {
        Answering.answer(
                observer,
                looking.lots(request),
                page ->
                        ListLotsResponse.newBuilder()
                                .addAllLots(
                                        page.items().stream().map(FundingMessages::lot).toList())
                                .setNextPageToken(page.nextToken())
                                .build());
    }

    @Override
    public void requestAsset(
            RequestAssetRequest request, StreamObserver<RequestAssetResponse> observer) {
        Answering.answer(
                observer,
                requests.request(request),
                (asked, replayed) ->
                        RequestAssetResponse.newBuilder()
                                .setAssetRequest(AssetRequestMessages.request(asked))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void cancelAssetRequest(
            CancelAssetRequestRequest request,
            StreamObserver<CancelAssetRequestResponse> observer) {
        Answering.answer(
                observer,
                requests.cancel(request),
                (asked, replayed) ->
                        CancelAssetRequestResponse.newBuilder()
                                .setAssetRequest(AssetRequestMessages.request(asked))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void approveAsset(
            ApproveAssetRequest request, StreamObserver<ApproveAssetResponse> observer) {
        Answering.answer(
                observer,
                requests.approve(request),
                (asked, replayed) ->
                        ApproveAssetResponse.newBuilder()
                                .setAssetRequest(AssetRequestMessages.request(asked))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void rejectAsset(
            RejectAssetRequest request, StreamObserver<RejectAssetResponse> observer) {
        Answering.answer(
                observer,
                requests.reject(request),
                (asked, replayed) ->
                        RejectAssetResponse.newBuilder()
                                .setAssetRequest(AssetRequestMessages.request(asked))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void listAssetRequests(
            ListAssetRequestsRequest request, StreamObserver<ListAssetRequestsResponse> observer) {
        Answering.answer(
                observer,
                requests.list(request),
                page ->
                        ListAssetRequestsResponse.newBuilder()
                                .addAllAssetRequests(
                                        page.items().stream()
                                                .map(AssetRequestMessages::request)
                                                .toList())
                                .setNextPageToken(page.nextToken())
                                .build());
    }

    @Override
    public void claimRefund(
            ClaimRefundRequest request, StreamObserver<ClaimRefundResponse> observer) {
        AssetId asset = Fields.assetId(request.getAssetId());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        FundingServiceGrpc.getClaimRefundMethod(),
                        Map.of("asset_id", asset.toString()));
        Answering.answer(
                observer,
                refunding.claim(
                        call,
                        asset,
                        Submitting.of(request.getValidateOnly()),
                        Answering.deadline()),
                (refund, replayed) ->
                        ClaimRefundResponse.newBuilder()
                                .setRefund(FundingMessages.refund(refund))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void retireAsset(
            RetireAssetRequest request, StreamObserver<RetireAssetResponse> observer) {
        Answering.answer(
                observer,
                withdrawals.retire(request),
                (status, replayed) ->
                        RetireAssetResponse.newBuilder()
                                .setStatusAfter(FundingMessages.status(status))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void requestLpWithdrawal(
            RequestLpWithdrawalRequest request,
            StreamObserver<RequestLpWithdrawalResponse> observer) {
        Answering.answer(observer, withdrawals.request(request), WithdrawalMessages::asked);
    }

    @Override
    public void cancelLpWithdrawal(
            CancelLpWithdrawalRequest request,
            StreamObserver<CancelLpWithdrawalResponse> observer) {
        Answering.answer(
                observer,
                withdrawals.cancel(request),
                (cancelled, replayed) ->
                        CancelLpWithdrawalResponse.newBuilder()
                                .setWithdrawal(WithdrawalMessages.withdrawal(cancelled))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void listLpWithdrawals(
            ListLpWithdrawalsRequest request, StreamObserver<ListLpWithdrawalsResponse> observer) {
        Answering.answer(
                observer,
                withdrawals.list(request),
                page ->
                        ListLpWithdrawalsResponse.newBuilder()
                                .addAllWithdrawals(
                                        page.items().stream()
                                                .map(WithdrawalMessages::withdrawal)
                                                .toList())
                                .setNextPageToken(page.nextToken())
                                .build());
    }

    @Override
    public void getPoolLimit(
            GetPoolLimitRequest request, StreamObserver<GetPoolLimitResponse> observer) {
        Answering.answer(
                observer,
                withdrawals.limit(request),
                limit ->
                        GetPoolLimitResponse.newBuilder()
                                .setLimit(WithdrawalMessages.limit(limit))
                                .build());
    }
}
