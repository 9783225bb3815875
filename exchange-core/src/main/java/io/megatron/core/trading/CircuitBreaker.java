package io.megatron.core.trading;

import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.money.Price;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.trading.PriceMove;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Halts trading of an asset whose marginal price has moved too far too fast. The trade that moves
 * it there takes effect, since a refusal writes nothing down; those after it are refused until the
 * halt is over, and then the price is measured anew from where it stands.
 *
 * <p>A price is compared with the lowest and the highest one of the present window and of the one
 * before it. So no move within a window's time escapes, and one that took up to two may count.
 * SELL_ONLY assets are never halted: they are sold back, always.
 */
@Component
public class CircuitBreaker {
    private static final BigInteger BPS = BigInteger.valueOf(10_000);

    private final BreakerSettings settings;
    private final PriceMoves moves;

    public CircuitBreaker(BreakerSettings settings, PriceMoves moves) {
        this.settings = settings;
        this.moves = moves;
    }

    void declare(Keys keys, AssetId asset) {
        if (settings.isOn()) {
            keys.add(moves, asset);
        }
    }

    /** Refuses trades of an asset that is halted. */
    Optional<Refusal> halted(Draft draft, Asset asset) {
        if (!settings.isOn() || asset.status() != AssetStatus.ACTIVE) {
            return Optional.empty();
        }
        return draft.find(moves, asset.id())
                .map(PriceMove::haltedUntil)
                .filter(until -> draft.time().isBefore(until))
                .map(
                        until ->
                                new Refusal(
                                        Rejection.TRADING_HALTED,
                                        "Trading of %s is halted until %s, since its price has moved too fast."
                                                .formatted(asset.symbol(), until),
                                        Map.of("until", until.toString())));
    }

    /** Notes a trade; answers the halt that begins with it, if one does. */
    Optional<TradingHalted> traded(Draft draft, Asset asset, Fill fill) {
        if (!settings.isOn() || asset.status() != AssetStatus.ACTIVE) {
            return Optional.empty();
        }
        Price price = fill.priceAfter();
        PriceMove move = widened(moved(draft, asset.id(), fill.priceBefore(), draft.time()), price);
        Price low = lesser(move.low(), move.lowBefore());
        Price high = greater(move.high(), move.highBefore());
        if (!isTooFar(low, high, price)) {
            draft.put(moves, asset.id(), move);
            return Optional.empty();
        }
        Instant until = draft.time().plus(settings.halt());
        draft.put(
                moves,
                asset.id(),
                new PriceMove(asset.id(), until, price, price, price, price, until));
        return Optional.of(
                new TradingHalted(
                        price.toString(), low.toString(), high.toString(), until.toString()));
    }

    /** The asset's present window, which may be one that begins now. */
    private PriceMove moved(Draft draft, AssetId asset, Price before, Instant now) {
        Optional<PriceMove> last = draft.find(moves, asset);
        if (last.isEmpty()) {
            return new PriceMove(asset, now, before, before, before, before, Instant.EPOCH);
        }
        PriceMove move = last.get();
        long windows =
                Math.max(0, Duration.between(move.windowBegan(), now).dividedBy(settings.window()));
        if (windows == 0) {
            return move;
        }
        boolean follows = windows == 1;
        return new PriceMove(
                asset,
                move.windowBegan().plus(settings.window().multipliedBy(windows)),
                before,
                before,
                follows ? move.low() : before,
                follows ? move.high() : before,
                move.haltedUntil());
    }

    private static PriceMove widened(PriceMove move, Price price) {
        return new PriceMove(
                move.assetId(),
                move.windowBegan(),
                lesser(move.low(), price),
                greater(move.high(), price),
                move.lowBefore(),
                move.highBefore(),
                move.haltedUntil());
    }

    /** A rise is measured from the lowest price, a fall from the highest. */
    private boolean isTooFar(Price low, Price high, Price price) {
        return exceeds(price.micros() - low.micros(), low)
                || exceeds(high.micros() - price.micros(), high);
    }

    private boolean exceeds(long distanceMicros, Price from) {
        return BigInteger.valueOf(distanceMicros)
                        .multiply(BPS)
                        .compareTo(
                                BigInteger.valueOf(from.micros())
                                        .multiply(BigInteger.valueOf(settings.moveBps())))
                > 0;
    }

    private static Price lesser(Price a, Price b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Price greater(Price a, Price b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
