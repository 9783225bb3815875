package io.megatron.server.pricing;

import io.megatron.core.Outcome;
import io.megatron.core.pricing.ReadingCandles;
import io.megatron.core.pricing.ReadingCandles.Found;
import io.megatron.core.pricing.ReadingCandles.Query;
import io.megatron.curve.candles.CandleInterval;
import io.megatron.curve.candles.CandleView;
import io.megatron.mapper.ids.AssetId;
import io.megatron.pricing.v1.ListCandlesRequest;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.errors.InvalidField;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks candles up, page by page. */
@Component
class LookingUpCandles {
    private final ReadingCandles reading;

    LookingUpCandles(ReadingCandles reading) {
        this.reading = reading;
    }

    /**
     * A page of candles.
     *
     * @param throughTradeSeq the last trade that candles hold
     */
    record CandlePage(Page<CandleView> page, long throughTradeSeq) {}

    Outcome<CandlePage> list(ListCandlesRequest request) {
        AssetId asset = Fields.assetId(request.getAssetId());
        CandleInterval interval = CandleMessages.interval(request.getInterval());
        Optional<Instant> from =
                request.hasStartTime()
                        ? Optional.of(Fields.time("start_time", request.getStartTime()))
                        : Optional.empty();
        Optional<Instant> to =
                request.hasEndTime()
                        ? Optional.of(Fields.time("end_time", request.getEndTime()))
                        : Optional.empty();
        if (from.isPresent() && to.filter(from.get()::isAfter).isPresent()) {
            throw new InvalidField("end_time", "is before start_time");
        }
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListCandles", asset, interval, from, to);
        Optional<Instant> after =
                tokens.read(request.getPageToken(), key -> following(interval, key));
        return reading.list(new Query(asset, interval, after.or(() -> from), to), Page.limit(size))
                .map(found -> page(tokens, size, found));
    }

    /** Where the candle after one begins. */
    private static Instant following(CandleInterval interval, String start) {
        try {
            return interval.end(Instant.parse(start));
        } catch (DateTimeException noTime) {
            throw new IllegalArgumentException("not a place in this list: " + start, noTime);
        }
    }

    private static CandlePage page(PageTokens tokens, int size, Found found) {
        return new CandlePage(
                Page.of(tokens, size, found.candles(), candle -> candle.start().toString()),
                found.throughTradeSeq());
    }
}
