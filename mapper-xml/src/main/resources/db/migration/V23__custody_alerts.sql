-- What of the chain needs somebody's hand, from when to when (docs/custody.md). One of a kind stands at a time.
create table custody_alerts (
    id         uuid        primary key,
    kind       text        not null check (kind in (
                   'GAS_LOW', 'HOT_WALLET_SHORT', 'TOKEN_PAUSED', 'HOT_WALLET_BLACKLISTED', 'RESERVES_SHORT')),
    message    text        not null check (length(message) between 1 and 1000),
    raised_at  timestamptz not null,
    cleared_at timestamptz
);
create unique index custody_alerts_open on custody_alerts (kind) where cleared_at is null;
create trigger custody_alerts_serializable before insert or update or delete on custody_alerts
    for each statement execute function require_serializable();
grant select, insert, update on custody_alerts to ${app_role};
