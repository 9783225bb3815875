package io.megatron.server.pricing;

import io.megatron.curve.candles.CandleInterval;
import io.megatron.curve.candles.CandleView;
import io.megatron.pricing.v1.Candle;
import io.megatron.pricing.v1.ListCandlesResponse;
import io.megatron.server.calls.Figures;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.pricing.LookingUpCandles.CandlePage;

/** Candles as they stand on the wire. */
final class CandleMessages {
    private CandleMessages() {}

    static CandleInterval interval(io.megatron.pricing.v1.CandleInterval interval) {
        return switch (interval) {
            case CANDLE_INTERVAL_ONE_MINUTE -> CandleInterval.ONE_MINUTE;
            case CANDLE_INTERVAL_FIVE_MINUTES -> CandleInterval.FIVE_MINUTES;
            case CANDLE_INTERVAL_FIFTEEN_MINUTES -> CandleInterval.FIFTEEN_MINUTES;
            case CANDLE_INTERVAL_ONE_HOUR -> CandleInterval.ONE_HOUR;
            case CANDLE_INTERVAL_FOUR_HOURS -> CandleInterval.FOUR_HOURS;
            case CANDLE_INTERVAL_ONE_DAY -> CandleInterval.ONE_DAY;
            case CANDLE_INTERVAL_ONE_WEEK -> CandleInterval.ONE_WEEK;
            case CANDLE_INTERVAL_UNSPECIFIED -> throw new InvalidField("interval", "is required");
            case UNRECOGNIZED -> throw new InvalidField("interval", "is none of those there are");
        };
    }

    static ListCandlesResponse page(CandlePage found) {
        return ListCandlesResponse.newBuilder()
                .addAllCandles(found.page().items().stream().map(CandleMessages::candle).toList())
                .setNextPageToken(found.page().nextToken())
                .setThroughTradeSequence(found.throughTradeSeq())
                .build();
    }

    private static Candle candle(CandleView view) {
        return Candle.newBuilder()
                .setStartTime(Figures.time(view.start()))
                .setEndTime(Figures.time(view.start().plus(view.interval().length())))
                .setOpen(view.open().toString())
                .setHigh(view.high().toString())
                .setLow(view.low().toString())
                .setClose(view.close().toString())
                .setVolume(view.volume().toString())
                .setTrades(view.trades())
                .setSynthetic(view.synthetic())
                .setRunning(view.running())
                .build();
    }
}
