package io.megatron.core.trading;

import io.megatron.core.TimeOrderedIds;
import io.megatron.core.accounts.Users;
import io.megatron.core.assets.Assets;
import io.megatron.core.assets.Pools;
import io.megatron.core.events.Outbox;
import io.megatron.core.ledger.Keys;
import io.megatron.core.ledger.Posting;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.trading.PositionKey;
import org.springframework.stereotype.Component;

/** The tables a trade is decided over and written to. */
@Component
public record TradingDesk(
        Users users,
        Assets assets,
        Pools pools,
        Positions positions,
        Trades trades,
        Posting posting,
        Outbox outbox,
        CircuitBreaker breaker,
        TimeOrderedIds ids) {

    /** Declares every row that a trade, or a quote of it, looks at. */
    void declare(Keys keys, UserId user, AssetId asset) {
        breaker.declare(keys, asset);
        keys.add(users, user);
        keys.add(assets, asset);
        keys.add(pools, asset);
        keys.add(positions, new PositionKey(asset, user));
        keys.add(posting.accounts(), cash(user));
        keys.add(posting.accounts(), reserve(asset));
        keys.add(posting.accounts(), AccountKey.ofPool(AccountKind.LP_REWARDS, asset));
        keys.add(posting.accounts(), AccountKey.ofPool(AccountKind.PLATFORM_FEES, asset));
    }

    static AccountKey cash(UserId user) {
        return AccountKey.ofUser(AccountKind.CASH, user);
    }

    static AccountKey reserve(AssetId asset) {
        return AccountKey.ofPool(AccountKind.CURVE_RESERVE, asset);
    }
}
