package io.megatron.curve.candles;

import io.megatron.curve.money.Price;
import java.time.Instant;

/**
 * An interval as people look at it.
 *
 * @param start when the interval begins
 * @param volume USDC that moved through the curve
 * @param trades how many trades
 * @param synthetic whether it had no trades, so that all four prices are the last close before it
 * @param running whether it has not ended, so that trades may still follow
 */
public record CandleView(
        CandleInterval interval,
        Instant start,
        Price open,
        Price high,
        Price low,
        Price close,
        Volume volume,
        long trades,
        boolean synthetic,
        boolean running) {

    static CandleView of(Candle candle, Instant now) {
        return new CandleView(
                candle.interval(),
                candle.start(),
                candle.open(),
                candle.high(),
                candle.low(),
                candle.close(),
                candle.volume(),
                candle.trades(),
                false,
                now.isBefore(candle.end()));
    }

    static CandleView flat(CandleInterval interval, Instant start, Price price, Instant now) {
        return new CandleView(
                interval,
                start,
                price,
                price,
                price,
                price,
                Volume.ZERO,
                0,
                true,
                now.isBefore(start.plus(interval.length())));
    }
}
