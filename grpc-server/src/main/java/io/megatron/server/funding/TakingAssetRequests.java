package io.megatron.server.funding;

import io.megatron.core.Outcome;
import io.megatron.core.assets.CreatingAssets.Blueprint;
import io.megatron.core.funding.RequestingAssets;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Submitting;
import io.megatron.curve.money.Usdc;
import io.megatron.funding.v1.ApproveAssetRequest;
import io.megatron.funding.v1.CancelAssetRequestRequest;
import io.megatron.funding.v1.FundingServiceGrpc;
import io.megatron.funding.v1.ListAssetRequestsRequest;
import io.megatron.funding.v1.RejectAssetRequest;
import io.megatron.funding.v1.RequestAssetRequest;
import io.megatron.mapper.funding.AssetRequest;
import io.megatron.mapper.funding.AssetRequestStatus;
import io.megatron.mapper.ids.AssetRequestId;
import io.megatron.mapper.ids.UserId;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.calls.Subjects;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.security.Caller;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads requests for assets, and answers to them, from the wire. */
@Component
class TakingAssetRequests {
    private static final int MAX_NAME = 200;
    private static final int MAX_REASON = 500;
    private static final String ID = "asset_request_id";

    private final RequestingAssets requesting;
    private final Subjects subjects;

    TakingAssetRequests(RequestingAssets requesting, Subjects subjects) {
        this.requesting = requesting;
        this.subjects = subjects;
    }

    Outcome<AssetRequest> request(RequestAssetRequest request) {
        Blueprint blueprint =
                new Blueprint(
                        Fields.symbol(request.getSymbol()),
                        Fields.words("name", request.getName(), MAX_NAME),
                        Fields.positivePrice("base_price", request.getBasePrice()),
                        Fields.slope("slope", request.getSlope()));
        Usdc first = Fields.positiveUsdc("first_contribution", request.getFirstContribution());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        FundingServiceGrpc.getRequestAssetMethod(),
                        Map.of(
                                "symbol", blueprint.symbol(),
                                "name", blueprint.name(),
                                "base_price", blueprint.basePrice().toString(),
                                "slope", blueprint.slope().toString(),
                                "first_contribution", first.toString()));
        return requesting.request(
                call,
                blueprint,
                first,
                Submitting.of(request.getValidateOnly()),
                Answering.deadline());
    }

    Outcome<AssetRequest> cancel(CancelAssetRequestRequest request) {
        AssetRequestId id = Fields.assetRequestId(request.getAssetRequestId());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        FundingServiceGrpc.getCancelAssetRequestMethod(),
                        Map.of(ID, id.toString()));
        return requesting.cancel(
                call, id, Submitting.of(request.getValidateOnly()), Answering.deadline());
    }

    Outcome<AssetRequest> approve(ApproveAssetRequest request) {
        AssetRequestId id = Fields.assetRequestId(request.getAssetRequestId());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        FundingServiceGrpc.getApproveAssetMethod(),
                        Map.of(ID, id.toString()));
        return requesting.approve(
                call, id, Submitting.of(request.getValidateOnly()), Answering.deadline());
    }

    Outcome<AssetRequest> reject(RejectAssetRequest request) {
        AssetRequestId id = Fields.assetRequestId(request.getAssetRequestId());
        String reason = Fields.words("reason", request.getReason(), MAX_REASON);
        Call call =
                Calls.of(
                        request.getRequestId(),
                        FundingServiceGrpc.getRejectAssetMethod(),
                        Map.of(ID, id.toString(), "reason", reason));
        return requesting.reject(
                call, id, reason, Submitting.of(request.getValidateOnly()), Answering.deadline());
    }

    Outcome<Page<AssetRequest>> list(ListAssetRequestsRequest request) {
        int size = Fields.pageSize(request.getPageSize());
        Optional<AssetRequestStatus> status = status(request);
        if (request.getUserId().isEmpty() && Caller.current().isAdmin()) {
            return Outcome.accepted(page(Optional.empty(), status, size, request.getPageToken()));
        }
        return subjects.named(request.getUserId())
                .map(user -> page(Optional.of(user), status, size, request.getPageToken()));
    }

    private Page<AssetRequest> page(
            Optional<UserId> requester,
            Optional<AssetRequestStatus> status,
            int size,
            String token) {
        PageTokens tokens = PageTokens.of("ListAssetRequests", requester, status);
        Optional<AssetRequestId> before =
                tokens.read(token, key -> AssetRequestId.of(UUID.fromString(key)));
        return Page.of(
                tokens,
                size,
                requesting.page(requester, status, before, Page.limit(size)),
                found -> found.id().toString());
    }

    private static Optional<AssetRequestStatus> status(ListAssetRequestsRequest request) {
        return switch (request.getStatus()) {
            case ASSET_REQUEST_STATUS_UNSPECIFIED -> Optional.empty();
            case ASSET_REQUEST_STATUS_OPEN -> Optional.of(AssetRequestStatus.OPEN);
            case ASSET_REQUEST_STATUS_APPROVED -> Optional.of(AssetRequestStatus.APPROVED);
            case ASSET_REQUEST_STATUS_REJECTED -> Optional.of(AssetRequestStatus.REJECTED);
            case ASSET_REQUEST_STATUS_CANCELLED -> Optional.of(AssetRequestStatus.CANCELLED);
            case ASSET_REQUEST_STATUS_EXPIRED -> Optional.of(AssetRequestStatus.EXPIRED);
            case UNRECOGNIZED -> throw new InvalidField("status", "is none of those there are");
        };
    }
}
