-- From the outbox to prices: events are relayed to Redis after the commit, consumed from there and folded into ticks.

-- Payloads are read as they were written, so nobody has to pay for another form of them.
alter table outbox alter column payload type json using payload::text::json;
alter table requests alter column payload type json using payload::text::json;

-- The shards that events travel by; an asset's number is its id's last byte modulo how many there are. Whoever relays
-- holds the row meanwhile. Their number stands for good: with another one, events could overtake each other.
create table relay_shards (
    shard      integer     primary key check (shard >= 0),
    relayed_id bigint      not null check (relayed_id >= 0),
    sent_id    bigint      not null check (sent_id >= 0),
    relayed_at timestamptz not null
) with (fillfactor = 20);
comment on column relay_shards.relayed_id is 'every event of the shard up to this one has been relayed';
comment on column relay_shards.sent_id is 'the last event of the shard that was relayed; if Redis does not know it, Redis has lost events';
insert into relay_shards select n, 0, 0, 'epoch' from generate_series(0, 3) as n;

-- Who consumes a shard for which purpose, and how far. One at a time: whoever takes over raises the epoch, and what an
-- earlier owner still wants to write, it writes under an epoch that is over.
create table event_consumers (
    consumer    text        not null,
    shard       integer     not null references relay_shards (shard),
    consumed_id bigint      not null check (consumed_id >= 0),
    epoch       bigint      not null check (epoch >= 0),
    lease_until timestamptz not null,
    primary key (consumer, shard)
) with (fillfactor = 20);
comment on column event_consumers.consumed_id is 'every event of the shard up to this one is in what the consumer keeps';
insert into event_consumers select 'prices', shard, 0, 0, 'epoch' from relay_shards;

-- Prices for display. Nothing settles at them, and all of them can be made again from trades and signals.
create table ticks (
    asset_id    uuid            not null,
    tick_seq    bigint          not null check (tick_seq > 0),
    ticked_at   timestamptz     not null,
    display     numeric(18, 6)  not null check (display >= 0),
    marginal    numeric(18, 6)  not null check (marginal >= 0),
    fundamental numeric(36, 18) not null check (fundamental >= 0),
    signalled   boolean         not null,
    weight      numeric(19, 18) not null check (weight between 0 and 1),
    volume      numeric(18, 6)  not null check (volume >= 0),
    supply      numeric(18, 6)  not null check (supply >= 0),
    trades      integer         not null check (trades >= 0),
    traded      numeric(18, 6)  not null check (traded >= 0),
    trade_seq   bigint          not null check (trade_seq >= 0),
    event_seq   bigint          not null check (event_seq >= 0),
    primary key (ticked_at, asset_id, tick_seq)
) partition by range (ticked_at);
create index ticks_by_asset on ticks (asset_id, tick_seq);
create table ticks_default partition of ticks default;
comment on column ticks.signalled is 'whether there ever was a signal; without one the fundamental price is the marginal one';
comment on column ticks.volume is 'USDC through the curve in the five minutes up to the tick';
comment on column ticks.traded is 'USDC through the curve since the tick before';
comment on column ticks.event_seq is 'the asset''s last event that the tick knows of';

-- The last tick of each asset. shard_tick counts the ticks of a shard, so that whoever follows them asks for the newer ones.
create table prices (
    asset_id    uuid            primary key,
    shard       integer         not null references relay_shards (shard),
    shard_tick  bigint          not null,
    tick_seq    bigint          not null check (tick_seq > 0),
    ticked_at   timestamptz     not null,
    display     numeric(18, 6)  not null,
    marginal    numeric(18, 6)  not null,
    fundamental numeric(36, 18) not null,
    signalled   boolean         not null,
    weight      numeric(19, 18) not null,
    volume      numeric(18, 6)  not null,
    supply      numeric(18, 6)  not null,
    trades      integer         not null,
    traded      numeric(18, 6)  not null,
    trade_seq   bigint          not null,
    event_seq   bigint          not null
) with (fillfactor = 50);
create unique index prices_by_shard on prices (shard, shard_tick);

-- Partitions of ticks, a month each, like those of trades.
create function ensure_tick_partitions(from_day date, months integer) returns integer
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    month   date := date_trunc('month', from_day);
    name    text;
    created integer := 0;
begin
    perform pg_advisory_xact_lock(hashtext('ensure_tick_partitions'));
    for i in 1..months loop
        name := 'ticks_' || to_char(month, 'YYYY_MM');
        if to_regclass('public.' || name) is null
           and not exists (select from ticks_default
                           where ticked_at >= month::timestamp at time zone 'UTC'
                             and ticked_at < (month + interval '1 month') at time zone 'UTC') then
            execute format('create table %I partition of ticks for values from (%L) to (%L)', name,
                           month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
            created := created + 1;
        end if;
        month := month + interval '1 month';
    end loop;
    return created;
end $$;
select ensure_tick_partitions((clock_timestamp() at time zone 'UTC')::date, 13);

grant select on relay_shards, event_consumers, ticks, prices to ${app_role};
grant update on relay_shards, event_consumers to ${app_role};
grant insert on ticks to ${app_role};
grant insert, update on prices to ${app_role};
revoke execute on function ensure_tick_partitions(date, integer) from public;
grant execute on function ensure_tick_partitions(date, integer) to ${app_role};
