-- Candles: what intervals of time did to an asset's price, derived from its trades by the job price-aggregation. Nothing
-- is decided on them; they can be deleted and made again, the same to the last digit. Only intervals with trades have a
-- row. A volume counts the same money each time it moves, so it is wider than an account.
create table candles (
    asset_id  uuid           not null,
    interval  text           not null check (interval in ('1m', '5m', '15m', '1h', '4h', '1d', '1w')),
    start     timestamptz    not null check (extract(epoch from start) % 60 = 0),
    open      numeric(18, 6) not null,
    high      numeric(18, 6) not null,
    low       numeric(18, 6) not null,
    close     numeric(18, 6) not null,
    volume    numeric(38, 6) not null check (volume >= 0),
    trades    bigint         not null check (trades >= 1),
    first_seq bigint         not null check (first_seq >= 1),
    last_seq  bigint         not null,
    primary key (asset_id, interval, start),
    check (high >= open and high >= close and low <= open and low <= close),
    check (last_seq - first_seq + 1 = trades)
) partition by range (start);
-- Catches what no month covers, so that a missing partition never refuses a candle.
create table candles_default partition of candles default;

-- How far the candles of an asset are made: all of them hold the trades up to trade_seq, and no other. The minute of that
-- trade may get more of them, so it is made anew from minute_seq, its first trade. Whoever makes candles holds the row.
create table candle_watermarks (
    asset_id   uuid        primary key references assets (id),
    trade_seq  bigint      not null check (trade_seq >= 0),
    minute     timestamptz not null,
    minute_seq bigint      not null check (minute_seq between 0 and trade_seq)
) with (fillfactor = 50);

-- Partitions of candles, a month each, in UTC, as those of trades.
create function ensure_candle_partitions(from_day date, months integer) returns integer
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    month   date := date_trunc('month', from_day);
    name    text;
    created integer := 0;
begin
    perform pg_advisory_xact_lock(hashtext('ensure_candle_partitions'));
    for i in 1..months loop
        name := 'candles_' || to_char(month, 'YYYY_MM');
        if to_regclass('public.' || name) is null
           and not exists (select from candles_default
                           where start >= month::timestamp at time zone 'UTC'
                             and start < (month + interval '1 month') at time zone 'UTC') then
            execute format('create table %I partition of candles for values from (%L) to (%L)', name,
                           month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
            created := created + 1;
        end if;
        month := month + interval '1 month';
    end loop;
    return created;
end $$;
select ensure_candle_partitions((clock_timestamp() at time zone 'UTC')::date, 13);

grant select, insert, update, delete on candles to ${app_role};
grant select, insert, update on candle_watermarks to ${app_role};
revoke execute on function ensure_candle_partitions(date, integer) from public;
grant execute on function ensure_candle_partitions(date, integer) to ${app_role};
