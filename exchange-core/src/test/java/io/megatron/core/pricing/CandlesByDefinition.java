package io.megatron.core.pricing;

import io.megatron.core.testing.TestDatabase;
import java.util.List;

/**
 * What the candles of all assets have to be, found by Postgres alone: the domain's definition in
 * window functions over all trades, which shares nothing with how candles are made.
 */
final class CandlesByDefinition {
    private static final String ROW =
            "select concat_ws(' ', asset_id, interval, to_char(start at time zone 'UTC',"
                    + " 'YYYY-MM-DD HH24:MI:SS.US'), open, high, low, close, volume, trades,"
                    + " first_seq, last_seq) from %s order by asset_id, interval, start";

    private static final String DEFINITION =
            """
            (with lengths (interval, length) as (
               values ('1m', interval '1 minute'), ('5m', '5 minutes'), ('15m', '15 minutes'), ('1h', '1 hour'),
                      ('4h', '4 hours'), ('1d', '24 hours'), ('1w', '168 hours')
             ), moved as (
               select t.asset_id, t.trade_seq, t.executed_at, t.price_after,
                      case t.side when 'BUY' then t.gross - t.fee else t.net + t.fee end as volume,
                      lag(t.price_after, 1, a.base_price)
                        over (partition by t.asset_id order by t.trade_seq) as previous
               from trades t join assets a on a.id = t.asset_id
             ), placed as (
               -- 1 January 2001 was a Monday.
               select m.*, l.interval,
                      date_bin(l.length, m.executed_at, timestamptz '2001-01-01 00:00:00+00') as start
               from moved m cross join lengths l
             )
             select distinct asset_id, interval, start,
                    first_value(previous) over w as open,
                    greatest(first_value(previous) over w, max(price_after) over w) as high,
                    least(first_value(previous) over w, min(price_after) over w) as low,
                    last_value(price_after) over w as close,
                    sum(volume) over w as volume,
                    count(*) over w as trades,
                    first_value(trade_seq) over w as first_seq,
                    last_value(trade_seq) over w as last_seq
             from placed
             window w as (partition by asset_id, interval, start order by trade_seq
                          rows between unbounded preceding and unbounded following)
            ) d\
            """;

    private CandlesByDefinition() {}

    /** The candles that are stored, a line each. */
    static List<String> stored(TestDatabase database) {
        return database.values(ROW.formatted("candles"));
    }

    /** The candles that should be stored once every trade is in one. */
    static List<String> wanted(TestDatabase database) {
        return database.values(ROW.formatted(DEFINITION));
    }
}
