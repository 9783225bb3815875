-- Events that belong to no asset, such as a finding of reconciliation: one stream under the nil UUID, numbered without gaps
-- as an asset's events are.
create table platform_stream (
    only_row  boolean primary key default true check (only_row),
    event_seq bigint  not null check (event_seq >= 0)
) with (fillfactor = 20);
insert into platform_stream (event_seq) values (0);
create trigger platform_stream_serializable before insert or update or delete on platform_stream
    for each statement execute function require_serializable();
grant select, update on platform_stream to ${app_role};
