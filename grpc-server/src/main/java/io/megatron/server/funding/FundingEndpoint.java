package io.megatron.server.funding;

import io.grpc.stub.StreamObserver;
import io.megatron.core.funding.ProvidingLiquidity;
import io.megatron.core.funding.ReadingFunding;
import io.megatron.core.funding.Submitting;
import io.megatron.core.ledger.Call;
import io.megatron.curve.money.Usdc;
import io.megatron.funding.v1.ClaimFeesRequest;
import io.megatron.funding.v1.ClaimFeesResponse;
import io.megatron.funding.v1.ContributeRequest;
import io.megatron.funding.v1.ContributeResponse;
import io.megatron.funding.v1.FundingServiceGrpc;
import io.megatron.funding.v1.GetFundingRequest;
import io.megatron.funding.v1.GetFundingResponse;
import io.megatron.funding.v1.GetLpPositionRequest;
import io.megatron.funding.v1.GetLpPositionResponse;
import io.megatron.funding.v1.ListLotsRequest;
import io.megatron.funding.v1.ListLotsResponse;
import io.megatron.funding.v1.ListLpPositionsRequest;
import io.megatron.funding.v1.ListLpPositionsResponse;
import io.megatron.mapper.ids.AssetId;
import io.megatron.server.calls.Answering;
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
    private final ReadingFunding reading;
    private final LookingUpFunding looking;

    FundingEndpoint(
            ProvidingLiquidity providing, ReadingFunding reading, LookingUpFunding looking) {
        this.providing = providing;
        this.reading = reading;
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
                FundingCalls.of(
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
                FundingCalls.of(
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
}
