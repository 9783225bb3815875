package io.megatron.core.trading;

import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.TradeId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.trading.Position;
import io.megatron.mapper.trading.PositionKey;
import io.megatron.mapper.trading.PositionMapper;
import io.megatron.mapper.trading.Trade;
import io.megatron.mapper.trading.TradeMapper;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks trades and positions up. Whose they are is checked here, where they are loaded. */
@Component
public class ReadingTrades {
    private final TradeMapper trades;
    private final PositionMapper positions;
    private final BookMapper book;

    public ReadingTrades(TradeMapper trades, PositionMapper positions, BookMapper book) {
        this.trades = trades;
        this.positions = positions;
        this.book = book;
    }

    /** A trade of this user's; somebody else's is not found. */
    public Optional<Trade> ofUser(UserId user, TradeId id) {
        return withId(id).filter(trade -> trade.userId().equals(user));
    }

    /** Any trade, for administrators. */
    public Optional<Trade> withId(TradeId id) {
        return Optional.ofNullable(trades.trade(id));
    }

    /** The trade that a user's request led to; nothing where the request was no trade. */
    public Optional<Trade> ofRequest(UserId user, UUID requestId) {
        return Optional.ofNullable(book.request(user.value(), requestId))
                .filter(request -> TradeCalls.isTrade(request.method()))
                .map(request -> trades.trade(TradeId.of(UUID.fromString(request.result()))));
    }

    /** A user's trades before a ledger number, newest first, of one asset or of all. */
    public List<Trade> ofUser(
            UserId user, Optional<AssetId> asset, long beforeTransferSeq, int limit) {
        return trades.ofUser(user, asset.orElse(null), beforeTransferSeq, limit);
    }

    /** An asset's trades before one of its numbers, newest first. */
    public List<Trade> ofAsset(AssetId asset, long beforeTradeSeq, int limit) {
        return trades.ofAsset(asset, beforeTradeSeq, limit);
    }

    /** What a user holds of an asset; an empty position where nothing was ever held. */
    public Position position(UserId user, AssetId asset) {
        PositionKey key = new PositionKey(asset, user);
        return positions.positions(List.of(key)).stream()
                .findFirst()
                .orElseGet(() -> Position.none(key));
    }

    /** A user's positions in the order of their assets, after one of them. */
    public List<Position> positions(UserId user, Optional<AssetId> after, int limit) {
        return positions.ofUser(user, after.orElse(null), limit);
    }
}
