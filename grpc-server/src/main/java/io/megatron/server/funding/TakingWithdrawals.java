package io.megatron.server.funding;

import io.megatron.core.Outcome;
import io.megatron.core.funding.PoolLimitView;
import io.megatron.core.funding.ReadingPoolLimits;
import io.megatron.core.funding.RetiringAssets;
import io.megatron.core.funding.Withdrawing;
import io.megatron.core.funding.WithdrawingPrincipal;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Submitting;
import io.megatron.curve.money.Usdc;
import io.megatron.funding.v1.CancelLpWithdrawalRequest;
import io.megatron.funding.v1.FundingServiceGrpc;
import io.megatron.funding.v1.GetPoolLimitRequest;
import io.megatron.funding.v1.ListLpWithdrawalsRequest;
import io.megatron.funding.v1.RequestLpWithdrawalRequest;
import io.megatron.funding.v1.RetireAssetRequest;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.funding.LpWithdrawal;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.LpWithdrawalId;
import io.megatron.mapper.ids.UserId;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.calls.Subjects;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads requests for principal, and for the end of an asset, from the wire. */
@Component
class TakingWithdrawals {
    private final WithdrawingPrincipal withdrawing;
    private final RetiringAssets retiring;
    private final ReadingPoolLimits limits;
    private final Subjects subjects;

    TakingWithdrawals(
            WithdrawingPrincipal withdrawing,
            RetiringAssets retiring,
            ReadingPoolLimits limits,
            Subjects subjects) {
        this.withdrawing = withdrawing;
        this.retiring = retiring;
        this.limits = limits;
        this.subjects = subjects;
    }

    Outcome<AssetStatus> retire(RetireAssetRequest request) {
        AssetId asset = Fields.assetId(request.getAssetId());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        FundingServiceGrpc.getRetireAssetMethod(),
                        Map.of("asset_id", asset.toString()));
        return retiring.retire(
                call, asset, Submitting.of(request.getValidateOnly()), Answering.deadline());
    }

    Outcome<Withdrawing> request(RequestLpWithdrawalRequest request) {
        AssetId asset = Fields.assetId(request.getAssetId());
        Usdc amount = Fields.positiveUsdc("amount", request.getAmount());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        FundingServiceGrpc.getRequestLpWithdrawalMethod(),
                        Map.of("asset_id", asset.toString(), "amount", amount.toString()));
        return withdrawing.request(
                call,
                asset,
                amount,
                Submitting.of(request.getValidateOnly()),
                Answering.deadline());
    }

    Outcome<LpWithdrawal> cancel(CancelLpWithdrawalRequest request) {
        LpWithdrawalId id = Fields.lpWithdrawalId(request.getLpWithdrawalId());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        FundingServiceGrpc.getCancelLpWithdrawalMethod(),
                        Map.of("lp_withdrawal_id", id.toString()));
        return withdrawing.cancel(
                call, id, Submitting.of(request.getValidateOnly()), Answering.deadline());
    }

    Outcome<Page<LpWithdrawal>> list(ListLpWithdrawalsRequest request) {
        Optional<AssetId> asset = Fields.optionalAssetId(request.getAssetId());
        int size = Fields.pageSize(request.getPageSize());
        return subjects.named(request.getUserId())
                .map(user -> page(user, asset, size, request.getPageToken()));
    }

    private Page<LpWithdrawal> page(UserId user, Optional<AssetId> asset, int size, String token) {
        PageTokens tokens = PageTokens.of("ListLpWithdrawals", user, asset);
        Optional<LpWithdrawalId> before =
                tokens.read(token, key -> LpWithdrawalId.of(UUID.fromString(key)));
        return Page.of(
                tokens,
                size,
                withdrawing.ofUser(user, asset, before, Page.limit(size)),
                withdrawal -> withdrawal.id().toString());
    }

    Outcome<PoolLimitView> limit(GetPoolLimitRequest request) {
        return limits.limit(Fields.assetId(request.getAssetId()));
    }
}
