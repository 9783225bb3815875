-- VACUUM looks at what was appended since the last time, once that is a fifth of a table. In a large one these are pages that went
-- to the disk long ago: they are read again, and each goes to the log whole as it is marked for the first time since a checkpoint.
-- In steps of a fixed number of rows they are still in memory, and as they were since the checkpoint.
do $$
declare
    appended_to regclass;
begin
    foreach appended_to in array
        array['entries', 'transfers', 'outbox', 'requests']::regclass[]
        || array(select inhrelid::regclass from pg_inherits where inhparent = 'trades'::regclass)
    loop
        execute format('alter table %s set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 200000)',
                       appended_to);
    end loop;
end $$;

-- As before, with these steps for each new month.
create or replace function ensure_trade_partitions(from_day date, months integer) returns integer
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    month   date := date_trunc('month', from_day);
    name    text;
    created integer := 0;
begin
    perform pg_advisory_xact_lock(hashtext('ensure_trade_partitions'));
    for i in 1..months loop
        name := 'trades_' || to_char(month, 'YYYY_MM');
        if to_regclass('public.' || name) is null
           and not exists (select from trades_default
                           where executed_at >= month::timestamp at time zone 'UTC'
                             and executed_at < (month + interval '1 month') at time zone 'UTC') then
            execute format('create table %I partition of trades for values from (%L) to (%L) '
                           'with (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 200000)', name,
                           month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
            execute format('create trigger trades_append_only before update or delete or truncate on %I '
                           'for each statement execute function refuse_change()', name);
            created := created + 1;
        end if;
        month := month + interval '1 month';
    end loop;
    return created;
end $$;
