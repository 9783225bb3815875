-- Funding: what an asset needs before it may trade, who provides it, and how they get it back (docs/architecture.md).
-- Principal and LP shares are the same number: one LP share is one USDC of principal not yet withdrawn.

-- An asset's funding, for life: terms, activation, and its queue of withdrawals.
create table fundings (
    asset_id           uuid           primary key references assets (id),
    soft_cap           numeric(18, 6) not null check (soft_cap > 0),
    hard_cap           numeric(18, 6) not null,
    deadline           timestamptz    not null,
    vesting            text           not null,
    activated_at       timestamptz,
    queued             numeric(18, 6) not null check (queued >= 0),
    withdrawal_numbers bigint         not null check (withdrawal_numbers >= 0),
    check (hard_cap >= soft_cap)
) with (fillfactor = 50);
create index fundings_by_deadline on fundings (deadline) where activated_at is null;
create index fundings_with_queue on fundings (asset_id) where queued > 0;

-- Assets that were there before funding was: they trade, and are open for contributions like all that do.
insert into fundings (asset_id, soft_cap, hard_cap, deadline, vesting, activated_at, queued, withdrawal_numbers)
select id, 2500, 25000, created_at + interval '7 days', '7:2500,30:5000,90:7500,180:10000', created_at, 0, 0 from assets;

-- What a user provides to a pool. accrued is scaled by 10^18 and holds up to reward_per_share.
create table lp_positions (
    asset_id         uuid           not null,
    user_id          uuid           not null,
    principal        numeric(18, 6) not null check (principal >= 0),
    queued           numeric(18, 6) not null check (queued >= 0),
    contributed      numeric(18, 6) not null check (contributed >= 0),
    withdrawn        numeric(18, 6) not null check (withdrawn >= 0),
    refunded         numeric(18, 6) not null check (refunded >= 0),
    claimed          numeric(18, 6) not null check (claimed >= 0),
    accrued          numeric(60, 0) not null check (accrued >= 0),
    reward_per_share numeric(60, 0) not null check (reward_per_share >= 0),
    lots             integer        not null check (lots >= 0),
    primary key (asset_id, user_id),
    check (queued <= principal),
    check (contributed = principal + withdrawn + refunded)
) with (fillfactor = 70);
create index lp_positions_by_user on lp_positions (user_id, asset_id);
create index lp_positions_with_principal on lp_positions (asset_id, user_id) where principal > 0;

-- One contribution, with the schedule it was made under.
create table lp_lots (
    asset_id       uuid           not null,
    user_id        uuid           not null,
    number         integer        not null check (number > 0),
    amount         numeric(18, 6) not null check (amount > 0),
    withdrawn      numeric(18, 6) not null check (withdrawn between 0 and amount),
    contributed_at timestamptz    not null,
    vesting        text           not null,
    primary key (asset_id, user_id, number)
) with (fillfactor = 70);

-- A wish for an asset; while it is OPEN its first contribution is held back.
create table asset_requests (
    id                 uuid            primary key,
    requester          uuid            not null,
    symbol             text            not null check (symbol ~ '^[A-Z][A-Z0-9.-]{0,19}$'),
    name               text            not null check (length(name) between 1 and 200),
    base_price         numeric(18, 6)  not null check (base_price > 0),
    slope              numeric(24, 12) not null check (slope >= 0),
    first_contribution numeric(18, 6)  not null check (first_contribution > 0),
    status             text            not null check (status in ('OPEN', 'APPROVED', 'REJECTED', 'CANCELLED', 'EXPIRED')),
    requested_at       timestamptz     not null,
    expires_at         timestamptz     not null,
    closed_at          timestamptz,
    asset_id           uuid,
    reason             text,
    check ((status = 'OPEN') = (closed_at is null)),
    check ((status = 'APPROVED') = (asset_id is not null))
);
create index asset_requests_by_requester on asset_requests (requester, id);
create index asset_requests_by_status on asset_requests (status, id);
create index asset_requests_open_by_expiry on asset_requests (expires_at, id) where status = 'OPEN';

-- What an LP asked back. number is its place in the pool's queue: never reused, so that nobody overtakes.
create table lp_withdrawals (
    id           uuid           primary key,
    asset_id     uuid           not null,
    user_id      uuid           not null,
    number       bigint         not null check (number > 0),
    requested    numeric(18, 6) not null check (requested > 0),
    instant      numeric(18, 6) not null check (instant >= 0),
    paid         numeric(18, 6) not null check (paid >= instant),
    cancelled    numeric(18, 6) not null check (cancelled >= 0),
    parts        integer        not null check (parts >= 0),
    status       text           not null check (status in ('QUEUED', 'PAID', 'CANCELLED')),
    requested_at timestamptz    not null,
    closed_at    timestamptz,
    unique (asset_id, number),
    check (paid + cancelled <= requested),
    check ((status = 'QUEUED') = (paid + cancelled < requested)),
    check ((status = 'QUEUED') = (closed_at is null))
) with (fillfactor = 70);
create index lp_withdrawals_queued on lp_withdrawals (asset_id, number) where status = 'QUEUED';
create index lp_withdrawals_by_user on lp_withdrawals (user_id, id);

-- Every payment of principal out of a pool, with what its limit was measured on.
create table lp_payments (
    withdrawal_id uuid           not null,
    part          integer        not null check (part > 0),
    asset_id      uuid           not null,
    user_id       uuid           not null,
    amount        numeric(18, 6) not null check (amount > 0),
    instant       boolean        not null,
    base          numeric(18, 6) not null check (base > 0),
    paid_before   numeric(18, 6) not null check (paid_before >= 0),
    pool_limit    numeric(18, 6) check (paid_before + amount <= pool_limit),
    transfer_seq  bigint         not null unique,
    paid_at       timestamptz    not null,
    primary key (withdrawal_id, part)
);
comment on column lp_payments.pool_limit is 'null where the limit is lifted, in a retired pool';
create index lp_payments_by_pool on lp_payments (asset_id, paid_at);
create index lp_payments_by_lp on lp_payments (asset_id, user_id, paid_at);

create trigger lp_payments_append_only before update or delete or truncate on lp_payments
    for each statement execute function refuse_change();
create trigger fundings_serializable before insert or update or delete on fundings
    for each statement execute function require_serializable();
create trigger lp_positions_serializable before insert or update or delete on lp_positions
    for each statement execute function require_serializable();
create trigger lp_lots_serializable before insert or update or delete on lp_lots
    for each statement execute function require_serializable();
create trigger asset_requests_serializable before insert or update or delete on asset_requests
    for each statement execute function require_serializable();
create trigger lp_withdrawals_serializable before insert or update or delete on lp_withdrawals
    for each statement execute function require_serializable();

grant select on fundings, lp_positions, lp_lots, asset_requests, lp_withdrawals, lp_payments to ${app_role};
grant insert, update on fundings, lp_positions, lp_lots, asset_requests, lp_withdrawals to ${app_role};
grant insert on lp_payments to ${app_role};
