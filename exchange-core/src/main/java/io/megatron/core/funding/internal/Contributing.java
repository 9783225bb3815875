package io.megatron.core.funding.internal;

import io.megatron.core.Refusal;
import io.megatron.core.funding.Contribution;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Posting;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.funding.Funding;
import io.megatron.mapper.funding.Lot;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.funding.LpPosition;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.TransferCause;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What every contribution comes to, from whatever account it is paid: principal and LP shares, a
 * lot of its own, and with the soft cap the asset's activation.
 */
final class Contributing {
    private final FundingDesk desk;

    Contributing(FundingDesk desk) {
        this.desk = desk;
    }

    /** What stands against it, apart from the contributor and the money. */
    Optional<Refusal> refusal(Draft draft, Asset asset, LpKey lp, Usdc amount) {
        Funding funding = desk.funding(draft, asset);
        Usdc capital = desk.balance(draft, FundingDesk.capital(asset.id()));
        return FundingRules.open(asset, funding, draft.time())
                .or(() -> FundingRules.fits(amount, capital, funding, desk.settings()))
                .or(() -> FundingRules.lots(desk.lots(draft, lp), desk.settings()));
    }

    /**
     * Writes the contribution.
     *
     * @param from where the money lies
     * @param initiator who caused it
     */
    Contribution contribute(
            Draft draft, Asset asset, LpKey lp, AccountKey from, Usdc amount, UUID initiator) {
        UUID id = desk.ids().at(draft.time());
        long transferSeq =
                desk.posting()
                        .post(
                                draft,
                                new Posting.Cause(
                                        TransferCause.LP_CONTRIBUTION, id, initiator, null),
                                List.of(
                                        new Posting.Leg(from, amount.negated()),
                                        new Posting.Leg(FundingDesk.capital(asset.id()), amount)));
        LpPosition position = desk.position(draft, lp).contributed(amount);
        draft.put(desk.positions(), lp, position);
        draft.put(desk.lots(), lp, desk.lots(draft, lp).with(lot(draft, asset, position, amount)));
        desk.countLpShares(draft, asset.id());
        Usdc capital = desk.balance(draft, FundingDesk.capital(asset.id()));
        boolean activated = activate(draft, asset, capital);
        return new Contribution(
                id,
                asset.id(),
                lp.userId(),
                position.lots(),
                amount,
                activated ? AssetStatus.ACTIVE : asset.status(),
                activated,
                capital,
                position.principal(),
                desk.balance(draft, FundingDesk.cash(lp.userId())),
                transferSeq,
                draft.time());
    }

    private Lot lot(Draft draft, Asset asset, LpPosition position, Usdc amount) {
        return Lot.of(
                position.key(),
                position.lots(),
                amount,
                draft.time(),
                desk.funding(draft, asset).vesting());
    }

    /** The contribution that reaches the soft cap activates the asset, in its own transaction. */
    private boolean activate(Draft draft, Asset asset, Usdc capital) {
        Funding funding = desk.funding(draft, asset);
        if (asset.status() != AssetStatus.FUNDING || capital.compareTo(funding.softCap()) < 0) {
            return false;
        }
        draft.put(desk.fundings(), asset.id(), funding.activated(draft.time()));
        desk.status().change(draft, asset.id(), AssetStatus.ACTIVE);
        return true;
    }
}
