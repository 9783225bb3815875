package io.megatron.server.assets;

import io.grpc.stub.StreamObserver;
import io.megatron.assets.v1.AssetServiceGrpc;
import io.megatron.assets.v1.CreateAssetRequest;
import io.megatron.assets.v1.CreateAssetResponse;
import io.megatron.assets.v1.GetAssetRequest;
import io.megatron.assets.v1.GetAssetResponse;
import io.megatron.assets.v1.ListAssetsRequest;
import io.megatron.assets.v1.ListAssetsResponse;
import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.assets.AssetView;
import io.megatron.core.assets.CreatingAssets;
import io.megatron.core.assets.CreatingAssets.Blueprint;
import io.megatron.core.assets.FundingTerms;
import io.megatron.core.assets.ReadingAssets;
import io.megatron.core.ledger.Call;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.assets.v1.AssetService}. */
@GrpcService
@RunsAs(NodeRole.API)
class AssetEndpoint extends AssetServiceGrpc.AssetServiceImplBase {
    private static final int MAX_NAME = 200;
    private static final Duration LONGEST_FUNDING = Duration.ofDays(3660);

    private final CreatingAssets creating;
    private final ReadingAssets reading;

    AssetEndpoint(CreatingAssets creating, ReadingAssets reading) {
        this.creating = creating;
        this.reading = reading;
    }

    @Override
    public void createAsset(
            CreateAssetRequest request, StreamObserver<CreateAssetResponse> observer) {
        Blueprint blueprint =
                new Blueprint(
                        Fields.symbol(request.getSymbol()),
                        Fields.words("name", request.getName(), MAX_NAME),
                        Fields.positivePrice("base_price", request.getBasePrice()),
                        Fields.slope("slope", request.getSlope()));
        FundingTerms terms = terms(request);
        Answering.answer(
                observer,
                creating.create(
                        call(request, blueprint, terms), blueprint, terms, Answering.deadline()),
                (asset, replayed) ->
                        CreateAssetResponse.newBuilder()
                                .setAsset(AssetMessages.asset(asset))
                                .setReplayed(replayed)
                                .build());
    }

    private static FundingTerms terms(CreateAssetRequest request) {
        return new FundingTerms(caps(request), period(request));
    }

    private static Optional<FundingTerms.Caps> caps(CreateAssetRequest request) {
        if (request.getSoftCap().isEmpty() && request.getHardCap().isEmpty()) {
            return Optional.empty();
        }
        Usdc soft = Fields.positiveUsdc("soft_cap", request.getSoftCap());
        Usdc hard = Fields.positiveUsdc("hard_cap", request.getHardCap());
        if (soft.compareTo(hard) > 0) {
            throw new InvalidField("hard_cap", "is less than soft_cap");
        }
        return Optional.of(new FundingTerms.Caps(soft, hard));
    }

    private static Optional<Duration> period(CreateAssetRequest request) {
        if (!request.hasFundingPeriod()) {
            return Optional.empty();
        }
        Duration period = Fields.duration("funding_period", request.getFundingPeriod());
        if (!period.isPositive() || period.compareTo(LONGEST_FUNDING) > 0) {
            throw new InvalidField("funding_period", "is not above zero and at most 3660 days");
        }
        return Optional.of(period);
    }

    private static Call call(CreateAssetRequest request, Blueprint blueprint, FundingTerms terms) {
        Map<String, String> payload = new HashMap<>();
        payload.put("symbol", blueprint.symbol());
        payload.put("name", blueprint.name());
        payload.put("base_price", blueprint.basePrice().toString());
        payload.put("slope", blueprint.slope().toString());
        terms.caps().ifPresent(caps -> payload.put("soft_cap", caps.soft().toString()));
        terms.caps().ifPresent(caps -> payload.put("hard_cap", caps.hard().toString()));
        terms.period().ifPresent(period -> payload.put("funding_period", period.toString()));
        return Calls.of(request.getRequestId(), AssetServiceGrpc.getCreateAssetMethod(), payload);
    }

    @Override
    public void getAsset(GetAssetRequest request, StreamObserver<GetAssetResponse> observer) {
        Answering.answer(
                observer,
                asset(Fields.assetId(request.getAssetId())),
                asset ->
                        GetAssetResponse.newBuilder().setAsset(AssetMessages.asset(asset)).build());
    }

    private Outcome<AssetView> asset(AssetId id) {
        return reading.withId(id)
                .map(Outcome::accepted)
                .orElseGet(
                        () ->
                                Outcome.refused(
                                        Rejection.ASSET_NOT_FOUND,
                                        "There is no asset " + id + "."));
    }

    @Override
    public void listAssets(ListAssetsRequest request, StreamObserver<ListAssetsResponse> observer) {
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListAssets");
        String after = tokens.read(request.getPageToken(), symbol -> symbol).orElse("");
        Page<AssetView> page =
                Page.of(
                        tokens,
                        size,
                        reading.page(after, Page.limit(size)),
                        view -> view.asset().symbol());
        Answering.answer(
                observer,
                ListAssetsResponse.newBuilder()
                        .addAllAssets(page.items().stream().map(AssetMessages::asset).toList())
                        .setNextPageToken(page.nextToken())
                        .build());
    }
}
