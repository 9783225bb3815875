package io.megatron.core.pricing;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Snapshots;
import io.megatron.curve.candles.Candle;
import io.megatron.curve.candles.CandleInterval;
import io.megatron.curve.candles.CandleView;
import io.megatron.curve.candles.FillingGaps;
import io.megatron.curve.candles.FoldingMinutes;
import io.megatron.curve.candles.LengtheningCandles;
import io.megatron.mapper.assets.AssetMapper;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.CandleMapper;
import io.megatron.mapper.pricing.CandleWatermark;
import io.megatron.mapper.pricing.TradeRange;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Looks candles up: those that are stored, and on top the trades that no candle holds yet, all of
 * one moment, so that no reader ever sees how far the job has come. Intervals without trades carry
 * the last close; there are none before the first trade and none after the running one.
 */
@Component
public class ReadingCandles {
    private final Snapshots snapshots;
    private final CandleMapper candles;
    private final AssetMapper assets;
    private final Clock clock;
    private final CandleSettings settings;

    ReadingCandles(
            Snapshots snapshots,
            CandleMapper candles,
            AssetMapper assets,
            Clock clock,
            CandleSettings settings) {
        this.snapshots = snapshots;
        this.candles = candles;
        this.assets = assets;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * Which candles to list: those of intervals that end after {@code from} and begin before {@code
     * to}; without, from the first one, and to the running one.
     */
    public record Query(
            AssetId asset, CandleInterval interval, Optional<Instant> from, Optional<Instant> to) {}

    /**
     * Candles in the order of time, without a gap.
     *
     * @param throughTradeSeq every trade up to this one is in its candle; 0 where there is none
     */
    public record Found(List<CandleView> candles, long throughTradeSeq) {}

    /**
     * Lists candles.
     *
     * @return so many at the most, or {@link Rejection#ASSET_NOT_FOUND}
     */
    public Outcome<Found> list(Query query, int limit) {
        return snapshots.read(
                () ->
                        assets.assets(List.of(query.asset())).isEmpty()
                                ? Outcome.refused(
                                        Rejection.ASSET_NOT_FOUND,
                                        "There is no asset " + query.asset() + ".")
                                : Outcome.accepted(find(query, limit, clock.instant())));
    }

    private Found find(Query query, int limit, Instant now) {
        CandleInterval interval = query.interval();
        Instant end = interval.end(now);
        Instant wanted = query.to().map(interval::ceiling).filter(end::isAfter).orElse(end);
        NewTrades fresh = newTrades(query.asset(), wanted);
        if (!fresh.complete()) {
            // What is not known of must not be shown as flat.
            Instant known = interval.end(fresh.minutes().getLast().start());
            wanted = known.isBefore(wanted) ? known : wanted;
        }
        Optional<Instant> first = first(query, fresh);
        if (first.isEmpty()) {
            return new Found(List.of(), fresh.throughSeq());
        }
        Instant from =
                query.from().map(interval::start).filter(first.get()::isBefore).orElse(first.get());
        Instant full = from.plus(interval.length().multipliedBy(limit));
        Instant until = full.isBefore(wanted) ? full : wanted;
        return new Found(
                FillingGaps.fill(interval, traded(query, from, until, fresh), from, until, now),
                fresh.throughSeq());
    }

    /**
     * Trades that no candle holds yet, by minute.
     *
     * @param complete whether these are all
     */
    private record NewTrades(List<Candle> minutes, long throughSeq, boolean complete) {}

    private NewTrades newTrades(AssetId asset, Instant until) {
        CandleWatermark reached =
                Optional.ofNullable(candles.watermark(asset))
                        .orElseGet(() -> CandleWatermark.none(asset));
        FoldingMinutes folding = new FoldingMinutes(reached.tradeSeq());
        if (reached.minute().isBefore(until)) {
            TradeRange range = TradeRange.after(reached.tradeSeq(), reached.minute());
            candles.minutes(asset, range, settings.newTrades()).forEach(folding::add);
        }
        return new NewTrades(
                folding.minutes(), folding.lastSeq(), folding.trades() < settings.newTrades());
    }

    private Optional<Instant> first(Query query, NewTrades fresh) {
        return Optional.ofNullable(candles.first(query.asset(), query.interval()))
                .or(() -> fresh.minutes().stream().findFirst())
                .map(candle -> query.interval().start(candle.start()));
    }

    /** The candles of a range that have trades, and the one before it. */
    private SortedMap<Instant, Candle> traded(
            Query query, Instant from, Instant until, NewTrades fresh) {
        List<Candle> found = new ArrayList<>();
        Optional.ofNullable(candles.lastBefore(query.asset(), query.interval(), from))
                .ifPresent(found::add);
        found.addAll(candles.between(query.asset(), query.interval(), from, until));
        found.addAll(fresh.minutes());
        SortedMap<Instant, Candle> traded = new TreeMap<>();
        LengtheningCandles.to(query.interval(), found)
                .forEach((start, candle) -> traded.put(start, candle.orElseThrow()));
        return traded;
    }
}
