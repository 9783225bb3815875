package io.megatron.core.funding.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.assets.CreatingAssets.Blueprint;
import io.megatron.core.assets.FundingTerms;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.funding.AssetRequest;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.ids.AssetId;
import java.util.Optional;

/** Opens the funding of an asset that was asked for, with what was held back for it. */
public final class ApproveAssetCommand implements Command<AssetRequest> {
    private final RequestDesk desk;
    private final Contributing contributing;
    private final Call call;
    private final AssetRequest asked;
    private final LpKey lp;

    /**
     * An approval to be decided.
     *
     * @param asked the request as it was found; what was asked for never changes
     * @param asset the id of the new asset
     */
    public ApproveAssetCommand(RequestDesk desk, Call call, AssetRequest asked, AssetId asset) {
        this.desk = desk;
        this.contributing = new Contributing(desk.funding());
        this.call = call;
        this.asked = asked;
        this.lp = new LpKey(asset, asked.requester());
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.opening().declare(keys, lp.assetId(), asked.symbol());
        desk.funding().declare(keys, lp);
        keys.add(desk.requests(), asked.id());
        keys.add(desk.funding().posting().accounts(), RequestDesk.hold(asked.requester()));
    }

    @Override
    public Outcome<AssetRequest> decide(Draft draft) {
        AssetRequest request = draft.find(desk.requests(), asked.id()).orElseThrow();
        return refusal(draft, request)
                .<Outcome<AssetRequest>>map(Outcome::refused)
                .orElseGet(() -> Outcome.accepted(open(draft, request)));
    }

    private Optional<Refusal> refusal(Draft draft, AssetRequest request) {
        User requester = draft.find(desk.funding().users(), asked.requester()).orElseThrow();
        return FundingRules.contributor(requester)
                .or(() -> desk.opening().refusal(draft, asked.symbol()))
                .or(() -> RequestRules.open(request))
                .or(() -> RequestRules.inTime(request, draft.time()))
                .or(
                        () ->
                                RequestRules.withinHardCap(
                                        request.firstContribution(), desk.funding().settings()));
    }

    private AssetRequest open(Draft draft, AssetRequest request) {
        Asset asset =
                desk.opening()
                        .open(
                                draft,
                                lp.assetId(),
                                new Blueprint(
                                        request.symbol(),
                                        request.name(),
                                        request.basePrice(),
                                        request.slope()),
                                FundingTerms.USUAL);
        contributing.contribute(
                draft,
                asset,
                lp,
                RequestDesk.hold(request.requester()),
                request.firstContribution(),
                call.subject());
        AssetRequest approved = request.approved(asset.id(), draft.time());
        draft.put(desk.requests(), request.id(), approved);
        return approved;
    }

    @Override
    public String remember(AssetRequest approved) {
        return Remembered.of(approved.assetId(), approved.closedAt());
    }

    @Override
    public AssetRequest recall(String remembered) {
        Remembered kept = Remembered.read(remembered);
        return asked.approved(AssetId.of(kept.uuid()), kept.instant());
    }
}
