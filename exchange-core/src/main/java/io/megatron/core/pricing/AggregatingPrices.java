package io.megatron.core.pricing;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.Snapshots;
import io.megatron.core.pricing.internal.CountingIntervals;
import io.megatron.core.pricing.internal.FoldingPieces;
import io.megatron.core.pricing.internal.FoldingPieces.Piece;
import io.megatron.core.pricing.internal.PlanningCandles;
import io.megatron.core.pricing.internal.PlanningCandles.Changes;
import io.megatron.curve.candles.Candle;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.AssetTrades;
import io.megatron.mapper.pricing.CandleMapper;
import io.megatron.mapper.pricing.CandleWatermark;
import io.megatron.mapper.pricing.TradeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Makes candles of trades (the domain's section "Prices").
 *
 * <p>The book commits in the order of its numbers, so whoever sees a trade sees every trade before
 * it, and "all trades up to this number" is a place to go on from: each asset has a watermark. A
 * piece of work holds that row, folds the trades after it into minutes, beginning with the first
 * trade of the minute it stopped in, joins longer intervals from shorter ones, and writes candles
 * and watermark in one short READ COMMITTED transaction beside the book. An interval is made anew,
 * never added to, so what is written depends on trades only: not on how often, where, or in which
 * pieces it was made, and a process that dies leaves nothing half done.
 */
@Component
public class AggregatingPrices {
    private static final int PIECES_AT_ONCE = 50;
    private static final long ALL = Long.MAX_VALUE;

    // Trades come first: whatever waits to be aggregated, this takes two connections at the most.
    private final Semaphore places = new Semaphore(2, true);
    private final BesideTheBook beside;
    private final Snapshots snapshots;
    private final CandleMapper candles;
    private final FoldingPieces folding;
    private final PlanningCandles planning;
    private final CandleSettings settings;

    AggregatingPrices(
            BesideTheBook beside,
            Snapshots snapshots,
            CandleMapper candles,
            FoldingPieces folding,
            PlanningCandles planning,
            CandleSettings settings) {
        this.beside = beside;
        this.snapshots = snapshots;
        this.candles = candles;
        this.folding = folding;
        this.planning = planning;
        this.settings = settings;
    }

    /**
     * What was made, or would be.
     *
     * @param intervals how many candles, of all lengths, are other than before
     * @param tradeSeq the last trade that candles now hold
     */
    public record Made(long intervals, long tradeSeq) {}

    /** Assets with trades that are in no candle, in the order of their ids, after one of them. */
    public List<AssetTrades> behind(Optional<AssetId> after, int limit) {
        return candles.behind(after.orElse(null), limit);
    }

    public long countBehind() {
        return candles.countBehind();
    }

    /** Assets that have candles, in the order of their ids, after one of them. */
    public List<AssetId> withCandles(Optional<AssetId> after, int limit) {
        return candles.withCandles(after.orElse(null), limit);
    }

    public long countWithCandles() {
        return candles.countWithCandles();
    }

    /**
     * Brings an asset's candles up to its last trade; where a million trades are missing, this far
     * only, so that nobody has to wait for it: the rest is still behind.
     */
    public Made aggregate(AssetTrades behind) {
        return inItsPlace(
                () -> {
                    CountingIntervals written = new CountingIntervals();
                    long reached = 0;
                    for (int i = 0; i < PIECES_AT_ONCE && reached < behind.tradeSeq(); i++) {
                        reached = beside.write(() -> goOn(behind.assetId(), written));
                    }
                    return new Made(written.count(), reached);
                });
    }

    private long goOn(AssetId asset, CountingIntervals written) {
        candles.insertWatermark(CandleWatermark.none(asset));
        CandleWatermark reached = candles.lockWatermark(asset);
        TradeRange range = TradeRange.after(Math.max(0, reached.minuteSeq() - 1), reached.minute());
        List<Candle> minutes = folding.fold(asset, range, settings.pieceTrades()).minutes();
        if (minutes.isEmpty()) {
            return reached.tradeSeq();
        }
        Candle last = minutes.getLast();
        Changes changes = planning.plan(asset, minutes.getFirst().start(), last.end(), minutes);
        write(asset, changes);
        candles.updateWatermark(
                new CandleWatermark(asset, last.lastSeq(), last.start(), last.firstSeq()));
        changes.written().forEach(written::add);
        return last.lastSeq();
    }

    private void write(AssetId asset, Changes changes) {
        if (!changes.written().isEmpty()) {
            candles.upsert(asset, changes.written());
        }
        if (!changes.removed().isEmpty()) {
            candles.delete(asset, changes.removed());
        }
    }

    /** What {@link #aggregate} would make; it looks at all missing trades, and writes nothing. */
    public Made preview(AssetTrades behind) {
        return inItsPlace(
                () -> {
                    CandleWatermark reached = reached(behind.assetId());
                    CountingIntervals met = new CountingIntervals();
                    TradeRange rest = TradeRange.after(reached.tradeSeq(), reached.minute());
                    Piece piece;
                    do {
                        piece = folding.fold(behind.assetId(), rest, settings.pieceTrades());
                        piece.minutes().forEach(met::addAround);
                        rest = rest.from(lastOf(piece).orElse(rest.after()));
                    } while (piece.restFrom().isPresent());
                    return new Made(met.count(), rest.after());
                });
    }

    private static Optional<Long> lastOf(Piece piece) {
        return piece.minutes().isEmpty()
                ? Optional.empty()
                : Optional.of(piece.minutes().getLast().lastSeq());
    }

    /**
     * Makes an asset's candles of a UTC day anew, with the longer intervals that the day lies in,
     * as far as they had been made: what is stored right stays untouched, what differs is replaced,
     * what should not be there goes.
     */
    public Made rebuild(AssetId asset, LocalDate day) {
        return inItsPlace(
                () -> {
                    CountingIntervals written = new CountingIntervals();
                    Optional<Instant> rest = Optional.of(begin(day));
                    while (rest.isPresent()) {
                        Instant from = rest.get();
                        rest = beside.write(() -> rebuild(asset, from, end(day), written));
                    }
                    return new Made(written.count(), reached(asset).tradeSeq());
                });
    }

    private Optional<Instant> rebuild(
            AssetId asset, Instant from, Instant until, CountingIntervals written) {
        CandleWatermark reached = candles.lockWatermark(asset);
        Piece piece = folding.fold(asset, trades(reached, from, until), settings.pieceTrades());
        Changes changes =
                planning.plan(asset, from, piece.restFrom().orElse(until), piece.minutes());
        write(asset, changes);
        Stream.concat(changes.written().stream(), changes.removed().stream())
                .sorted(Comparator.comparing(Candle::start))
                .forEach(written::add);
        return piece.restFrom();
    }

    /** What {@link #rebuild} would make, to the interval. */
    public Made previewRebuild(AssetId asset, LocalDate day) {
        return inItsPlace(
                () ->
                        snapshots.read(
                                () -> {
                                    CandleWatermark reached = reached(asset);
                                    TradeRange trades = trades(reached, begin(day), end(day));
                                    List<Candle> minutes =
                                            folding.fold(asset, trades, ALL).minutes();
                                    return new Made(
                                            planning.plan(asset, begin(day), end(day), minutes)
                                                    .count(),
                                            reached.tradeSeq());
                                }));
    }

    /** The trades of a range of time that have been aggregated. */
    private TradeRange trades(CandleWatermark reached, Instant from, Instant until) {
        long first = candles.firstSeqSince(reached.assetId(), from, reached.tradeSeq());
        long next = candles.firstSeqSince(reached.assetId(), until, reached.tradeSeq());
        return new TradeRange(from, until, first - 1, next - 1);
    }

    private CandleWatermark reached(AssetId asset) {
        return Optional.ofNullable(candles.watermark(asset))
                .orElseGet(() -> CandleWatermark.none(asset));
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Instant end(LocalDate day) {
        return begin(day.plusDays(1));
    }

    private <T> T inItsPlace(Supplier<T> work) {
        places.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
