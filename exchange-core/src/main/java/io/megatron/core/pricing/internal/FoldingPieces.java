package io.megatron.core.pricing.internal;

import io.megatron.core.pricing.CandleSettings;
import io.megatron.curve.candles.Candle;
import io.megatron.curve.candles.FoldingMinutes;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.CandleMapper;
import io.megatron.mapper.pricing.TradeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Has the database fold an asset's trades into minutes, page by page, and joins those that pages
 * cut: a bounded piece of whole minutes at a time.
 */
@Component
public class FoldingPieces {
    /** One that may have been made before, one that is new, and the last, which may be cut. */
    private static final int ENOUGH_MINUTES = 3;

    private final CandleMapper candles;
    private final int pageTrades;

    FoldingPieces(CandleMapper candles, CandleSettings settings) {
        this.candles = candles;
        this.pageTrades = settings.pageTrades();
    }

    /**
     * Folded trades.
     *
     * @param minutes those with trades, whole as far as the range goes
     * @param restFrom the minute where the trades begin that are left over, if any are
     */
    public record Piece(List<Candle> minutes, Optional<Instant> restFrom) {}

    /**
     * Folds a range, or its beginning.
     *
     * @param most about how many trades at the most; a minute is never cut, however many it has
     */
    public Piece fold(AssetId asset, TradeRange range, long most) {
        FoldingMinutes folding = new FoldingMinutes(range.after());
        boolean full;
        do {
            long before = folding.trades();
            candles.minutes(asset, range.from(folding.lastSeq()), pageTrades).forEach(folding::add);
            full = folding.trades() - before == pageTrades;
        } while (full && (folding.trades() < most || folding.minuteCount() < ENOUGH_MINUTES));
        return full ? whole(folding.minutes()) : all(folding.minutes());
    }

    private static Piece all(List<Candle> minutes) {
        return new Piece(minutes, Optional.empty());
    }

    /** Trades of the last minute may not have been read. */
    private static Piece whole(List<Candle> minutes) {
        int last = minutes.size() - 1;
        return new Piece(minutes.subList(0, last), Optional.of(minutes.get(last).start()));
    }
}
