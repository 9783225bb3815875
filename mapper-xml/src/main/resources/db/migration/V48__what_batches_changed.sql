-- Which rows the last batches changed, for other nodes that remember them: these ask again for those rows only. Nothing here is
-- a record: where a batch is missing, after a crash for instance, a node asks for all it needs.
create unlogged table book_changes (
    batch           bigint primary key check (batch > 0),
    batch_id        uuid   not null,
    batch_id_before uuid   not null,
    changed         bytea  not null
);
comment on column book_changes.changed is 'keys by table, as ChangedKeys writes them';
-- Keys are mostly random, so compressing them would be in vain.
alter table book_changes alter column changed set storage external;
create trigger book_changes_serializable before insert or update or delete on book_changes
    for each statement execute function require_serializable();
grant select, insert, delete on book_changes to ${app_role};

-- A position is changed from what its last trade left, or not at all: what a node remembers of it may be wrong, this is not.
alter table positions add column last_trade_seq bigint not null default 0 check (last_trade_seq >= 0);
comment on column positions.last_trade_seq is 'the trade of the asset that left it so; 0 if that was before V48';
