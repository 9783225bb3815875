package io.megatron.core.funding.internal;

import io.megatron.core.TimeOrderedIds;
import io.megatron.core.accounts.Users;
import io.megatron.core.assets.Assets;
import io.megatron.core.assets.ChangingStatus;
import io.megatron.core.assets.FundingSettings;
import io.megatron.core.assets.Fundings;
import io.megatron.core.events.Outbox;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.core.ledger.Posting;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.funding.Funding;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.funding.LpPosition;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import org.springframework.stereotype.Component;

/** The tables that funding is decided over and written to. */
@Component
public record FundingDesk(
        Users users,
        Assets assets,
        Fundings fundings,
        LpPositions positions,
        Lots lots,
        ChangingStatus status,
        Posting posting,
        Outbox outbox,
        FundingSettings settings,
        TimeOrderedIds ids) {

    /** Declares an asset with its pool, its funding and the pool's principal. */
    public void declare(Keys keys, AssetId asset) {
        keys.add(assets, asset);
        keys.add(fundings, asset);
        keys.add(posting.accounts(), capital(asset));
    }

    /** Declares what one LP has in a pool, and the pool. */
    public void declare(Keys keys, LpKey lp) {
        declare(keys, lp.assetId());
        keys.add(users, lp.userId());
        keys.add(positions, lp);
        keys.add(lots, lp);
        keys.add(posting.accounts(), cash(lp.userId()));
    }

    /** The LP's position, brought up to date with the pool's fees. */
    public LpPosition position(Draft draft, LpKey lp) {
        LpPosition stored = draft.find(positions, lp).orElseGet(() -> LpPosition.none(lp));
        return stored.accruedUpTo(asset(draft, lp.assetId()).pool().rewards());
    }

    /** An asset that exists, as the command has left it so far. */
    private Asset asset(Draft draft, AssetId id) {
        return draft.find(assets, id).orElseThrow();
    }

    /** Counts LP shares anew after principal has come or gone: one for each USDC there is. */
    public void countLpShares(Draft draft, AssetId id) {
        Asset asset = asset(draft, id);
        Usdc principal = balance(draft, capital(id));
        draft.put(assets, id, asset.with(asset.pool().withPrincipal(principal)));
    }

    public OpenLots lots(Draft draft, LpKey lp) {
        return draft.find(lots, lp).orElseGet(() -> OpenLots.none(lp));
    }

    /** The funding of an asset that exists. */
    public Funding funding(Draft draft, Asset asset) {
        return draft.find(fundings, asset.id()).orElseThrow();
    }

    public Usdc balance(Draft draft, AccountKey account) {
        return posting.balance(draft, account);
    }

    public static AccountKey capital(AssetId asset) {
        return AccountKey.ofPool(AccountKind.LP_CAPITAL, asset);
    }

    public static AccountKey rewards(AssetId asset) {
        return AccountKey.ofPool(AccountKind.LP_REWARDS, asset);
    }

    public static AccountKey cash(UserId user) {
        return AccountKey.ofUser(AccountKind.CASH, user);
    }
}
