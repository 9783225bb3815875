package io.megatron.server.trading;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.assets.ReadingAssets;
import io.megatron.core.trading.ReadingTrades;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.TradeId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Position;
import io.megatron.mapper.trading.PositionKey;
import io.megatron.mapper.trading.Trade;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.calls.Subjects;
import io.megatron.server.security.Caller;
import io.megatron.trading.v1.ListPositionsRequest;
import io.megatron.trading.v1.ListTradesRequest;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks up trades and positions for those who may see them. */
@Component
class LookingUpTrades {
    private final ReadingTrades reading;
    private final ReadingAssets assets;
    private final Subjects subjects;

    LookingUpTrades(ReadingTrades reading, ReadingAssets assets, Subjects subjects) {
        this.reading = reading;
        this.assets = assets;
        this.subjects = subjects;
    }

    Outcome<Trade> trade(TradeId id) {
        return Caller.current().isAdmin()
                ? found(reading.withId(id), "There is no trade " + id + ".")
                : Answering.then(
                        subjects.named(""),
                        user -> found(reading.ofUser(user, id), "There is no trade " + id + "."));
    }

    Outcome<Trade> tradeOfRequest(String userId, UUID requestId) {
        return Answering.then(
                subjects.named(userId),
                user ->
                        found(
                                reading.ofRequest(user, requestId),
                                "No trade took effect under request " + requestId + "."));
    }

    private static Outcome<Trade> found(Optional<Trade> trade, String otherwise) {
        return trade.map(Outcome::accepted)
                .orElseGet(() -> Outcome.refused(Rejection.TRADE_NOT_FOUND, otherwise));
    }

    Outcome<Page<Trade>> trades(ListTradesRequest request) {
        Optional<AssetId> asset = Fields.optionalAssetId(request.getAssetId());
        int size = Fields.pageSize(request.getPageSize());
        return Answering.then(
                subjects.named(request.getUserId()),
                user -> Outcome.accepted(trades(user, asset, size, request.getPageToken())));
    }

    private Page<Trade> trades(UserId user, Optional<AssetId> asset, int size, String token) {
        PageTokens tokens = PageTokens.of("ListTrades", user, asset);
        long before = tokens.read(token, Long::valueOf).orElse(Long.MAX_VALUE);
        return Page.of(
                tokens,
                size,
                reading.ofUser(user, asset, before, Page.limit(size)),
                trade -> Long.toString(trade.transferSeq()));
    }

    /** Only where nothing was ever held is it worth asking whether there is such an asset. */
    Outcome<Position> position(String userId, AssetId asset) {
        return Answering.then(
                subjects.named(userId),
                user -> {
                    Position position = reading.position(user, asset);
                    boolean known =
                            !position.equals(Position.none(new PositionKey(asset, user)))
                                    || assets.withId(asset).isPresent();
                    return known
                            ? Outcome.accepted(position)
                            : Outcome.refused(
                                    Rejection.ASSET_NOT_FOUND, "There is no asset " + asset + ".");
                });
    }

    Outcome<Page<Position>> positions(ListPositionsRequest request) {
        int size = Fields.pageSize(request.getPageSize());
        return Answering.then(
                subjects.named(request.getUserId()),
                user -> Outcome.accepted(positions(user, size, request.getPageToken())));
    }

    private Page<Position> positions(UserId user, int size, String token) {
        PageTokens tokens = PageTokens.of("ListPositions", user);
        Optional<AssetId> after = tokens.read(token, key -> AssetId.of(UUID.fromString(key)));
        return Page.of(
                tokens,
                size,
                reading.positions(user, after, Page.limit(size)),
                position -> position.assetId().toString());
    }
}
