-- How far an asset's marginal price has moved lately, and until when that keeps it from being traded. Only written where
-- the circuit breaker is on.
create table price_moves (
    asset_id     uuid           primary key references assets (id),
    window_began timestamptz    not null,
    low          numeric(18, 6) not null check (low > 0),
    high         numeric(18, 6) not null check (high >= low),
    low_before   numeric(18, 6) not null check (low_before > 0),
    high_before  numeric(18, 6) not null check (high_before >= low_before),
    halted_until timestamptz    not null
) with (fillfactor = 50);
comment on column price_moves.low_before is 'in the window before this one; as in this one where nothing was traded in it';
comment on column price_moves.halted_until is 'the epoch where it never was';
create trigger price_moves_serializable before insert or update or delete on price_moves
    for each statement execute function require_serializable();
grant select, insert, update on price_moves to ${app_role};
