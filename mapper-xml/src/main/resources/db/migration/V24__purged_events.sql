-- Events are kept for a while after everybody has had them; then the purge may take them, from the first on, so that one
-- number says what is gone. The application's role deletes nothing of the book by itself: this function does, some rows at a
-- time, and none that is younger than seven days, not relayed, or not consumed, whoever asks. Days are of 24 hours.
create table purged_events (
    one        boolean primary key default true check (one),
    up_to_id   bigint  not null check (up_to_id >= 0)
);
comment on column purged_events.up_to_id is 'every event up to this one is gone from the outbox';
insert into purged_events values (true, 0);
grant select on purged_events to ${app_role};

create function purge_events(booked_before timestamptz, most integer) returns bigint
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    shards bigint := (select count(*) from relay_shards);
    last   bigint;
    purged bigint;
begin
    if booked_before > (select last_time - interval '168 hours' from book_state) then
        raise exception 'events are kept for seven days: nothing after % may go yet', booked_before
            using errcode = 'restrict_violation';
    end if;
    perform from purged_events for update;
    with oldest as (
        select o.id,
               o.booked_at < booked_before and s.relayed_id >= o.id
               and not exists (select from event_consumers c where c.shard = s.shard and c.consumed_id < o.id) as may_go
        from outbox o
        join relay_shards s on s.shard = get_byte(uuid_send(o.asset_id), 15) % shards
        order by o.id
        limit most
    )
    select max(id) into last from oldest
    where id < coalesce((select min(id) from oldest where not may_go), 9223372036854775807);
    if last is null then
        return 0;
    end if;
    delete from outbox where id <= last;
    get diagnostics purged = row_count;
    update purged_events set up_to_id = last;
    return purged;
end $$;
revoke execute on function purge_events(timestamptz, integer) from public;
grant execute on function purge_events(timestamptz, integer) to ${app_role};

-- Ticks are for display and go by the month, once the whole of it is older. The last tick of an asset is in prices, and
-- candles are made of trades, so nobody needs them to go on. Their months are looked up by the bounds of the partitions.
-- Whoever reads ticks is not made to wait behind it for long: it gives up, and the next run tries again.
create function purge_ticks(ticked_before timestamptz) returns integer
    language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '2s' as $$
declare
    part    record;
    dropped integer := 0;
begin
    if ticked_before > (select last_time - interval '168 hours' from book_state) then
        raise exception 'ticks are kept for seven days: nothing after % may go yet', ticked_before
            using errcode = 'restrict_violation';
    end if;
    for part in
        select c.oid::regclass as name
        from pg_inherits i
        join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'ticks'::regclass
          and (substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \(''([^'']+)''\)'))::timestamptz <= ticked_before
    loop
        execute format('drop table %s', part.name);
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;
revoke execute on function purge_ticks(timestamptz) from public;
grant execute on function purge_ticks(timestamptz) to ${app_role};
