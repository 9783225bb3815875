-- Custody: USDC that leaves for the chain (docs/custody.md).

-- What users, or the platform, want to be paid on the chain. Its money is in WITHDRAWING while it is open.
create table withdrawals (
    id             uuid           primary key,
    user_id        uuid           references users (id),
    destination    bytea          not null check (octet_length(destination) = 20),
    amount         numeric(18, 6) not null check (amount > 0),
    status         text           not null check (status in (
                       'REQUESTED', 'APPROVED', 'SIGNED', 'BROADCAST', 'MINED', 'EXPIRED',
                       'SETTLED', 'REJECTED', 'CANCELLED', 'REFUNDED')),
    needs_approval boolean        not null,
    reason         text           check (length(reason) between 1 and 500),
    requested_by   uuid           not null,
    requested_at   timestamptz    not null,
    approved_by    uuid,
    approved_at    timestamptz,
    closed_at      timestamptz,
    transfer_seq   bigint         not null,
    closing_seq    bigint,
    check ((status in ('SETTLED', 'REJECTED', 'CANCELLED', 'REFUNDED')) = (closed_at is not null)),
    check ((closed_at is null) = (closing_seq is null)),
    check (status in ('REQUESTED', 'REJECTED', 'CANCELLED') or approved_at is not null),
    check (not needs_approval or approved_at is null or approved_by is not null)
);
comment on column withdrawals.user_id is 'null where the money is the platform''s own';
create index withdrawals_by_user on withdrawals (user_id, id);
create index withdrawals_by_status on withdrawals (status, id);
-- What the daily limits count.
create index withdrawals_counted_by_user on withdrawals (user_id, requested_at) include (amount)
    where status not in ('REJECTED', 'CANCELLED', 'REFUNDED');
create index withdrawals_counted on withdrawals (requested_at) include (amount)
    where status not in ('REJECTED', 'CANCELLED', 'REFUNDED');
create index withdrawals_by_closing on withdrawals (closing_seq) where closing_seq is not null;
create index withdrawals_open on withdrawals (id)
    where status not in ('SETTLED', 'REJECTED', 'CANCELLED', 'REFUNDED');
create trigger withdrawals_serializable before insert or update or delete on withdrawals
    for each statement execute function require_serializable();

-- Signed transferWithAuthorization (EIP-3009): what pays a withdrawal, or sweeps a deposit address. Stored before shown.
create table authorizations (
    id                uuid           primary key,
    purpose           text           not null check (purpose in ('WITHDRAWAL', 'SWEEP')),
    nonce             bytea          not null check (octet_length(nonce) = 32),
    authorizer        bytea          not null check (octet_length(authorizer) = 20),
    recipient         bytea          not null check (octet_length(recipient) = 20),
    amount            numeric(18, 6) not null check (amount > 0),
    valid_before      timestamptz    not null,
    signature         text           not null check (signature ~ '^[0-9a-f]{130}$'),
    signed_block      bigint         not null check (signed_block >= 0),
    status            text           not null check (status in ('SIGNED', 'BROADCAST', 'MINED', 'EXPIRED', 'SETTLED', 'VOID')),
    signed_at         timestamptz    not null,
    used_block_number bigint         check (used_block_number >= 0),
    used_block_hash   bytea          check (octet_length(used_block_hash) = 32),
    used_transaction  bytea          check (octet_length(used_transaction) = 32),
    closed_at         timestamptz,
    unique (authorizer, nonce),
    check ((status in ('MINED', 'SETTLED')) = (used_block_number is not null)),
    check ((used_block_number is null) = (used_block_hash is null)),
    check ((used_block_number is null) = (used_transaction is null)),
    check ((status in ('SETTLED', 'VOID')) = (closed_at is not null))
);
create index authorizations_open on authorizations (id) where status not in ('SETTLED', 'VOID');
create index authorizations_settled_by_block on authorizations (used_block_number) where status = 'SETTLED';
-- A deposit address is swept by one authorization at a time.
create unique index authorizations_one_sweep on authorizations (authorizer)
    where purpose = 'SWEEP' and status not in ('SETTLED', 'VOID');
create trigger authorizations_serializable before insert or update or delete on authorizations
    for each statement execute function require_serializable();

-- Signed transactions that show authorizations to the token. On record before they are sent; the same bytes again and again.
create table submissions (
    submitter        bytea          not null check (octet_length(submitter) = 20),
    account_nonce    bigint         not null check (account_nonce >= 0),
    replacement      integer        not null check (replacement >= 0),
    authorization_id uuid           not null references authorizations (id),
    hash             bytea          not null unique check (octet_length(hash) = 32),
    raw              text           not null check (raw ~ '^([0-9a-f]{2})+$'),
    gas              bigint         not null check (gas > 0),
    max_fee          numeric(40, 0) not null check (max_fee > 0),
    priority_fee     numeric(40, 0) not null check (priority_fee >= 0 and priority_fee <= max_fee),
    signed_at        timestamptz    not null,
    primary key (submitter, account_nonce, replacement)
);
create index submissions_by_authorization on submissions (authorization_id, account_nonce, replacement);
create trigger submissions_append_only before update or delete or truncate on submissions
    for each statement execute function refuse_change();
create trigger submissions_serializable before insert on submissions
    for each statement execute function require_serializable();

-- Up to which block every use of an authorization has been settled. No command of the book looks at it.
create table authorization_scan (
    only_row   boolean     primary key default true check (only_row),
    scanned_to bigint      not null check (scanned_to >= -1),
    scanned_at timestamptz not null
) with (fillfactor = 20);

grant select on withdrawals, authorizations, submissions, authorization_scan to ${app_role};
grant insert, update on withdrawals, authorizations, authorization_scan to ${app_role};
grant insert on submissions to ${app_role};
