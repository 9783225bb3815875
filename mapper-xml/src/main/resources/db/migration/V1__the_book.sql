-- The book: one ledger, one order of events, one writer at a time (docs/architecture.md).
-- Owned by the migrating role; the application's role ${app_role} may read, append and update, and owns nothing.
-- Money and shares are numeric(18,6) and every micro counts; times are book time, never now().

-- What this installation was born as; development helpers (test funds, the settable clock) look here.
create table installation (
    only_row   boolean     primary key default true check (only_row),
    kind       text        not null check (kind in ('development', 'production')),
    created_at timestamptz not null
);
insert into installation (kind, created_at) values ('${installation_kind}', clock_timestamp());

-- The lock every writer takes first. It has no rows, so nothing ever has to vacuum it.
create table book ();

-- Where the book stands: its time never goes back, its numbers have no gaps.
create table book_state (
    only_row          boolean     primary key default true check (only_row),
    last_time         timestamptz not null,
    last_transfer_seq bigint      not null,
    last_account_id   bigint      not null,
    last_event_id     bigint      not null,
    fee_bps           integer     not null check (fee_bps between 30 and 200)
) with (fillfactor = 20);
insert into book_state values (true, 'epoch', 0, 0, 0, ${fee_bps});

create table users (
    id            uuid        primary key,
    blocked       boolean     not null default false,
    sells_blocked boolean     not null default false,
    registered_at timestamptz not null
);

create table assets (
    id         uuid           primary key,
    symbol     text           not null unique check (symbol ~ '^[A-Z][A-Z0-9.-]{0,19}$'),
    name       text           not null check (length(name) between 1 and 200),
    status     text           not null check (status in ('FUNDING', 'ACTIVE', 'SELL_ONLY', 'CLOSED', 'CANCELLED')),
    base_price numeric(18, 6) not null check (base_price > 0),
    slope      numeric(24, 12) not null check (slope >= 0),
    supply     numeric(18, 6) not null check (supply >= 0),
    trade_seq  bigint         not null check (trade_seq >= 0),
    event_seq  bigint         not null check (event_seq >= 0),
    created_at timestamptz    not null
) with (fillfactor = 50);

-- What liquidity providers own of an asset's fees: reward per LP share scaled by 10^18, the remainder carried.
create table pools (
    asset_id         uuid           primary key references assets (id),
    lp_shares        numeric(18, 6) not null check (lp_shares >= 0),
    reward_per_share numeric(60, 0) not null check (reward_per_share >= 0),
    reward_remainder numeric(60, 0) not null check (reward_remainder >= 0)
) with (fillfactor = 50);

-- owner: the user, the pool's asset, or the nil UUID for the platform and the outside world.
create table accounts (
    id       bigint         primary key,
    kind     text           not null check (kind in (
                 'CASH', 'WITHDRAWING', 'REQUEST_HOLD',
                 'CURVE_RESERVE', 'LP_CAPITAL', 'LP_REWARDS', 'PLATFORM_FEES',
                 'TREASURY', 'UNATTRIBUTED', 'LOSS', 'CUSTODY')),
    owner    uuid           not null,
    balance  numeric(18, 6) not null,
    last_seq bigint         not null check (last_seq >= 0),
    unique (owner, kind),
    constraint balance_is_not_negative check (balance >= 0 or kind in ('CUSTODY', 'LOSS'))
) with (fillfactor = 70);

-- cause and reference name the business event; the database itself refuses to post one twice.
create table transfers (
    seq       bigint      primary key,
    cause     text        not null,
    reference uuid        not null,
    part      integer     not null default 1 check (part >= 1),
    booked_at timestamptz not null,
    initiator uuid        not null,
    reason    text,
    unique (cause, reference, part)
);

-- seq counts per account without a gap, so a lost update is a key violation. No foreign keys: they double the
-- cost of the insert; reconciliation looks instead.
create table entries (
    account_id    bigint         not null,
    seq           bigint         not null check (seq > 0),
    transfer_seq  bigint         not null,
    amount        numeric(18, 6) not null check (amount <> 0),
    balance_after numeric(18, 6) not null,
    booked_at     timestamptz    not null,
    primary key (account_id, seq)
);
create index entries_by_transfer on entries using brin (transfer_seq);

create table positions (
    asset_id        uuid           not null,
    user_id         uuid           not null,
    shares          numeric(18, 6) not null check (shares >= 0),
    cost_basis      numeric(18, 6) not null check (cost_basis >= 0),
    realised_profit numeric(18, 6) not null,
    primary key (asset_id, user_id),
    check (shares > 0 or cost_basis = 0)
) with (fillfactor = 70);
create index positions_by_user on positions (user_id, asset_id);

-- The durable receipt. Ids are UUIDv7 of executed_at, so an id alone finds its partition.
create table trades (
    id                    uuid           not null,
    executed_at           timestamptz    not null,
    asset_id              uuid           not null,
    user_id               uuid           not null,
    request_id            uuid           not null,
    side                  text           not null check (side in ('BUY', 'SELL')),
    shares                numeric(18, 6) not null check (shares > 0),
    gross                 numeric(18, 6) not null check (gross >= 0),
    fee                   numeric(18, 6) not null check (fee >= 0),
    fee_bps               integer        not null,
    net                   numeric(18, 6) not null check (net >= 0),
    price_before          numeric(18, 6) not null,
    price_after           numeric(18, 6) not null,
    supply_after          numeric(18, 6) not null check (supply_after >= 0),
    reserve_after         numeric(18, 6) not null check (reserve_after >= 0),
    cash_after            numeric(18, 6) not null check (cash_after >= 0),
    position_after        numeric(18, 6) not null check (position_after >= 0),
    cost_basis_after      numeric(18, 6) not null check (cost_basis_after >= 0),
    realised_profit_after numeric(18, 6) not null,
    trade_seq             bigint         not null,
    transfer_seq          bigint         not null,
    event_id              bigint         not null,
    primary key (executed_at, id),
    check (gross = net + fee)
) partition by range (executed_at);
create index trades_by_asset on trades (asset_id, trade_seq);
create index trades_by_user on trades (user_id, transfer_seq);
-- Catches what no month covers, so that a missing partition never refuses a trade.
create table trades_default partition of trades default;

-- Gapless per asset (asset_seq) and overall (id); relayed to subscribers after commit.
create table outbox (
    id        bigint      primary key,
    asset_id  uuid        not null,
    asset_seq bigint      not null,
    kind      text        not null,
    payload   jsonb       not null,
    booked_at timestamptz not null
);
create unique index outbox_by_asset on outbox (asset_id, asset_seq);

-- Every mutating call that took effect: what was asked and what was answered. Kept for 90 days at the least.
create table requests (
    subject    uuid        not null,
    request_id uuid        not null,
    method     text        not null,
    payload    jsonb       not null,
    result     text        not null,
    booked_at  timestamptz not null,
    primary key (subject, request_id)
);

-- ---------------------------------------------------------------------------------------------------------------
-- Guards

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end $$;

create function require_serializable() returns trigger language plpgsql as $$
begin
    if current_setting('transaction_isolation') <> 'serializable' then
        raise exception '% is written in SERIALIZABLE transactions only', tg_table_name
            using errcode = 'invalid_transaction_state';
    end if;
    return null;
end $$;

create function require_balanced_transfers() returns trigger language plpgsql as $$
declare
    unbalanced record;
begin
    if current_setting('transaction_isolation') <> 'serializable' then
        raise exception 'entries are written in SERIALIZABLE transactions only'
            using errcode = 'invalid_transaction_state';
    end if;
    select transfer_seq, sum(amount) as total into unbalanced
    from added group by transfer_seq having sum(amount) <> 0 limit 1;
    if found then
        raise exception 'transfer % does not balance: its entries sum to %', unbalanced.transfer_seq, unbalanced.total
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;

create trigger entries_balance after insert on entries
    referencing new table as added for each statement execute function require_balanced_transfers();
create trigger accounts_serializable before insert or update or delete on accounts
    for each statement execute function require_serializable();
create trigger entries_append_only before update or delete or truncate on entries
    for each statement execute function refuse_change();
create trigger transfers_append_only before update or delete or truncate on transfers
    for each statement execute function refuse_change();
create trigger trades_append_only before update or delete or truncate on trades
    for each statement execute function refuse_change();
-- A statement on a partition fires the partition's triggers only, so each has its own.
create trigger trades_append_only before update or delete or truncate on trades_default
    for each statement execute function refuse_change();

-- ---------------------------------------------------------------------------------------------------------------
-- Partitions of trades, a month each, in UTC. Called at every start; a month the default partition already holds
-- rows of is left where it is. One caller at a time; it waits for the book only when a month is missing.
create function ensure_trade_partitions(from_day date, months integer) returns integer
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
            execute format('create table %I partition of trades for values from (%L) to (%L)', name,
                           month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
            execute format('create trigger trades_append_only before update or delete or truncate on %I '
                           'for each statement execute function refuse_change()', name);
            created := created + 1;
        end if;
        month := month + interval '1 month';
    end loop;
    return created;
end $$;
select ensure_trade_partitions((clock_timestamp() at time zone 'UTC')::date, 13);

-- ---------------------------------------------------------------------------------------------------------------
-- What the application may do: read all, append to the records, update the rows the book decides on, delete nothing.
grant usage on schema public to ${app_role};
grant select on all tables in schema public to ${app_role};
grant update on book, book_state to ${app_role};
grant insert, update on users, assets, pools, accounts, positions to ${app_role};
grant insert on transfers, entries, trades, outbox, requests to ${app_role};
revoke execute on function ensure_trade_partitions(date, integer) from public;
grant execute on function ensure_trade_partitions(date, integer) to ${app_role};
