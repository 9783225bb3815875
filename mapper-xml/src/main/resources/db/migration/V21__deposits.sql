-- Custody: which chain this is, which addresses are ours, what arrived, and when custody has to stand still
-- (docs/custody.md).

-- The chain and the token that all of custody is about, written at its first use; another is refused from then on.
create table chain_identity (
    only_row      boolean     primary key default true check (only_row),
    chain_id      bigint      not null check (chain_id > 0),
    token         bytea       not null check (octet_length(token) = 20),
    first_block   bigint      not null check (first_block >= 0),
    first_used_at timestamptz not null
);
comment on column chain_identity.first_block is 'the newest block at the first use: nobody had an address of ours before';
create trigger chain_identity_append_only before update or delete or truncate on chain_identity
    for each statement execute function refuse_change();

-- Where users send USDC to: one address each, for ever.
create sequence deposit_address_index as integer minvalue 0 start 0;
create table deposit_addresses (
    derivation_index integer     primary key check (derivation_index >= 0),
    address          bytea       not null unique check (octet_length(address) = 20),
    user_id          uuid        not null unique references users (id),
    created_at       timestamptz not null
);
create trigger deposit_addresses_append_only before update or delete or truncate on deposit_addresses
    for each statement execute function refuse_change();

-- Addresses of ours that are no user's: what arrives there belongs to nobody yet.
create table platform_addresses (
    address  bytea       primary key check (octet_length(address) = 20),
    purpose  text        not null check (purpose ~ '^[A-Z_]{1,40}$'),
    added_at timestamptz not null
);
create trigger platform_addresses_append_only before update or delete or truncate on platform_addresses
    for each statement execute function refuse_change();

-- Why custody stands still, or stood: while one is open nothing is credited, signed or sent.
create table halts (
    id            uuid           primary key,
    cause         text           not null check (cause in ('DEEP_REORG', 'PROVIDERS_DISAGREE')),
    message       text           not null check (length(message) between 1 and 1000),
    block_number  bigint         not null check (block_number >= 0),
    expected_hash bytea          check (octet_length(expected_hash) = 32),
    found_hash    bytea          check (octet_length(found_hash) = 32),
    raised_at     timestamptz    not null,
    resolved_at   timestamptz,
    resolved_by   uuid,
    resolution    text           check (length(resolution) between 1 and 1000),
    written_off   numeric(18, 6) not null default 0 check (written_off >= 0),
    check ((resolved_at is null) = (resolved_by is null)),
    check ((resolved_at is null) = (resolution is null)),
    check (resolved_at is not null or written_off = 0)
);
create unique index halts_open on halts ((true)) where resolved_at is null;
create trigger halts_serializable before insert or update or delete on halts
    for each statement execute function require_serializable();

-- Transfers of the token to one of our addresses. A scan inserts them outside the book; what becomes of them is written by
-- the book alone.
create table deposits (
    id                  uuid            primary key,
    chain_id            bigint          not null,
    block_number        bigint          not null check (block_number >= 0),
    block_hash          bytea           not null check (octet_length(block_hash) = 32),
    transaction_hash    bytea           not null check (octet_length(transaction_hash) = 32),
    log_index           bigint          not null check (log_index >= 0),
    sender              bytea           not null check (octet_length(sender) = 20),
    address             bytea           not null check (octet_length(address) = 20),
    user_id             uuid,
    units               numeric(78, 0)  not null check (units >= 0),
    amount              numeric(18, 6)  check (amount >= 0),
    status              text            not null check (status in ('DETECTED', 'CREDITED', 'ORPHANED', 'IGNORED')),
    reason              text            check (length(reason) between 1 and 500),
    detected_at         timestamptz     not null,
    closed_at           timestamptz,
    ordinal             integer         check (ordinal >= 0),
    credit_block_number bigint          check (credit_block_number >= 0),
    credit_block_hash   bytea           check (octet_length(credit_block_hash) = 32),
    transfer_seq        bigint,
    losses              integer         not null default 0 check (losses >= 0),
    attributed_to       uuid,
    check (amount is null or amount * 1000000 = units),
    check ((status = 'DETECTED') = (closed_at is null)),
    check ((status = 'CREDITED') = (ordinal is not null)),
    check ((status = 'CREDITED') = (credit_block_number is not null)),
    check ((status = 'CREDITED') = (credit_block_hash is not null)),
    check ((status = 'CREDITED') = (transfer_seq is not null)),
    check (status not in ('DETECTED', 'CREDITED') or amount > 0),
    check (status not in ('ORPHANED', 'IGNORED') or reason is not null),
    check (losses = 0 or status = 'CREDITED'),
    check (attributed_to is null or (status = 'CREDITED' and user_id is null)),
    -- A log is seen once.
    constraint deposits_seen_once unique (block_hash, log_index, chain_id)
);
comment on column deposits.units is 'what the token says, in its smallest unit; amount is null where that is more than a ledger holds';
comment on column deposits.credit_block_number is 'where the credited transfer is on the chain as far as is known; it may follow a reorg';
comment on column deposits.ordinal is 'of the log among all logs of its transaction: part of the credit key';
comment on column deposits.losses is 'how often it was written off and came back: odd while it is gone from the chain';
-- A transfer is credited once, in whatever block its transaction ends up.
create unique index deposits_credited_once on deposits (chain_id, transaction_hash, ordinal) where status = 'CREDITED';
create index deposits_waiting on deposits (block_number, id) where status = 'DETECTED';
create index deposits_by_user on deposits (user_id, id);
create index deposits_by_status on deposits (status, id);
create index deposits_credited_by_block on deposits (credit_block_number, id) where status = 'CREDITED';
create index deposits_by_transfer on deposits (transfer_seq) where status = 'CREDITED';
create index deposits_unattributed on deposits (id) where status = 'CREDITED' and user_id is null and attributed_to is null;

create trigger deposits_written_by_the_book before update or delete on deposits
    for each statement execute function require_serializable();
create trigger deposits_credited_by_the_book after insert on deposits
    for each row when (new.status not in ('DETECTED', 'IGNORED')) execute function require_serializable();

-- How far the chain has been read. No command of the book looks at it.
create table deposit_scan (
    only_row     boolean     primary key default true check (only_row),
    scanned_to   bigint      not null check (scanned_to >= -1),
    head         bigint      not null check (head >= -1),
    settled_head bigint      not null check (settled_head >= -1),
    scanned_at   timestamptz not null
) with (fillfactor = 20);
comment on column deposit_scan.scanned_to is 'all blocks up to this one have been read, and are as deep as the policy wants';
comment on column deposit_scan.settled_head is 'the newest block that was final, or the newest at all where finality is not asked for';

-- Blocks that were read, so that a reorg below them shows.
create table checkpoints (
    block_number bigint      primary key check (block_number >= 0),
    block_hash   bytea       not null check (octet_length(block_hash) = 32),
    kept_at      timestamptz not null
);

-- Ranges that operators want to be read again.
create table rescans (
    id           uuid        primary key,
    from_block   bigint      not null check (from_block >= 0),
    to_block     bigint      not null check (to_block >= from_block),
    next_block   bigint      not null check (next_block >= from_block and next_block <= to_block + 1),
    found        bigint      not null default 0 check (found >= 0),
    requested_by uuid        not null,
    reason       text        not null check (length(reason) between 1 and 500),
    requested_at timestamptz not null,
    finished_at  timestamptz,
    check ((finished_at is not null) = (next_block > to_block))
);
create index rescans_open on rescans (id) where finished_at is null;
create trigger rescans_asked_for_in_the_book before insert or delete on rescans
    for each statement execute function require_serializable();

grant select on chain_identity, deposit_addresses, platform_addresses, halts, deposits, deposit_scan, checkpoints, rescans
    to ${app_role};
grant usage on sequence deposit_address_index to ${app_role};
grant insert on chain_identity, deposit_addresses, platform_addresses to ${app_role};
grant insert, update on halts, deposits, deposit_scan, rescans to ${app_role};
grant insert, delete on checkpoints to ${app_role};
