package io.megatron.core.funding.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.assets.CreatingAssets.Blueprint;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.funding.AssetRequest;
import io.megatron.mapper.funding.AssetRequestStatus;
import io.megatron.mapper.ids.AssetRequestId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.TransferCause;
import java.time.Instant;
import java.util.Optional;

/** Asks for an asset and holds the first contribution back. */
public final class RequestAssetCommand implements Command<AssetRequest> {
    private final RequestDesk desk;
    private final FundingDesk funding;
    private final Call call;
    private final AssetRequestId id;
    private final UserId requester;
    private final Blueprint blueprint;
    private final Usdc firstContribution;

    public RequestAssetCommand(
            RequestDesk desk,
            Call call,
            AssetRequestId id,
            Blueprint blueprint,
            Usdc firstContribution) {
        this.desk = desk;
        this.funding = desk.funding();
        this.call = call;
        this.id = id;
        this.requester = UserId.of(call.subject());
        this.blueprint = blueprint;
        this.firstContribution = firstContribution;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        keys.add(funding.users(), requester);
        desk.opening().declareSymbol(keys, blueprint.symbol());
        keys.add(desk.requests(), id);
        keys.add(funding.posting().accounts(), FundingDesk.cash(requester));
        keys.add(funding.posting().accounts(), RequestDesk.hold(requester));
    }

    @Override
    public Outcome<AssetRequest> decide(Draft draft) {
        return refusal(draft)
                .<Outcome<AssetRequest>>map(Outcome::refused)
                .orElseGet(() -> Outcome.accepted(hold(draft)));
    }

    private Optional<Refusal> refusal(Draft draft) {
        Optional<User> user = draft.find(funding.users(), requester);
        if (user.isEmpty()) {
            return Optional.of(FundingRules.unknownUser(requester));
        }
        Usdc cash = funding.balance(draft, FundingDesk.cash(requester));
        return FundingRules.contributor(user.get())
                .or(() -> desk.opening().refusal(draft, blueprint.symbol()))
                .or(() -> RequestRules.firstContribution(firstContribution, funding.settings()))
                .or(() -> FundingRules.funds(firstContribution, cash));
    }

    private AssetRequest hold(Draft draft) {
        desk.move(
                draft,
                TransferCause.ASSET_REQUEST,
                id,
                call.subject(),
                FundingDesk.cash(requester),
                RequestDesk.hold(requester),
                firstContribution);
        AssetRequest request =
                request(id, draft.time(), draft.time().plus(funding.settings().requestPeriod()));
        draft.put(desk.requests(), id, request);
        return request;
    }

    private AssetRequest request(AssetRequestId requestId, Instant at, Instant expiresAt) {
        return new AssetRequest(
                requestId,
                requester,
                blueprint.symbol(),
                blueprint.name(),
                blueprint.basePrice(),
                blueprint.slope(),
                firstContribution,
                AssetRequestStatus.OPEN,
                at,
                expiresAt,
                null,
                null,
                null);
    }

    @Override
    public String remember(AssetRequest request) {
        return Remembered.of(request.id(), request.requestedAt(), request.expiresAt());
    }

    @Override
    public AssetRequest recall(String remembered) {
        Remembered kept = Remembered.read(remembered);
        return request(AssetRequestId.of(kept.uuid()), kept.instant(), kept.instant());
    }
}
