package io.megatron.core.trading;

import io.megatron.core.TimeOrderedIds;
import io.megatron.core.accounts.Users;
import io.megatron.core.assets.Assets;
import io.megatron.core.events.Outbox;
import io.megatron.core.ledger.Keys;
import io.megatron.core.ledger.Posting;
import org.springframework.stereotype.Component;

/** The tables a trade is decided over and written to. */
@Component
public record TradingDesk(
        Users users,
        Assets assets,
        Positions positions,
        Trades trades,
        Posting posting,
        Outbox outbox,
        CircuitBreaker breaker,
        TimeOrderedIds ids) {

    /** Declares every row that a trade, or a quote of it, looks at. */
    void declare(Keys keys, TradeKeys rows) {
        breaker.declare(keys, rows.asset());
        keys.add(users, rows.trader());
        keys.add(assets, rows.asset());
        keys.add(positions, rows.position());
        keys.add(posting.accounts(), rows.cash());
        keys.add(posting.accounts(), rows.reserve());
        keys.add(posting.accounts(), rows.lpRewards());
        keys.add(posting.accounts(), rows.platformFees());
    }
}
