-- Who somebody is: those who asked for an account, those who have one, and their sessions (docs/identity.md). All times are
-- real ones, whatever the business clock says. No password, code or token is kept, only what tells whether one is right.

-- An address that is to become an account once the code sent to it has come back.
create table sign_ups (
    code_hash     bytea       primary key check (octet_length(code_hash) = 32),
    email         text        not null check (length(email) between 3 and 254 and email = lower(email)),
    user_id       uuid        not null,
    password_hash text        not null check (length(password_hash) between 1 and 500),
    requested_at  timestamptz not null,
    expires_at    timestamptz not null check (expires_at > requested_at)
);
comment on column sign_ups.code_hash is 'SHA-256 of the code';
create index sign_ups_by_email on sign_ups (email, requested_at);
create index sign_ups_by_expiry on sign_ups (expires_at);

-- What a user signs in with.
create table credentials (
    user_id       uuid        primary key references users (id),
    email         text        not null unique check (length(email) between 3 and 254 and email = lower(email)),
    password_hash text        not null check (length(password_hash) between 1 and 500),
    verified_at   timestamptz not null,
    changed_at    timestamptz not null
);
comment on column credentials.password_hash is 'with the name of its algorithm in braces in front';

-- Wrong passwords in a row, known address or not; the first right one removes the row.
create table failed_sign_ins (
    email_hash bytea       primary key check (octet_length(email_hash) = 32),
    failures   integer     not null check (failures > 0),
    last_at    timestamptz not null
);
comment on column failed_sign_ins.email_hash is 'SHA-256 of the address: anything may be tried as one';
create index failed_sign_ins_by_time on failed_sign_ins (last_at);

-- Times during which somebody is signed in. The generation counts its pairs of tokens: only the newest refresh token is good.
create table sessions (
    id              uuid        primary key,
    user_id         uuid        not null references credentials (user_id),
    generation      integer     not null check (generation >= 1),
    refreshed_under uuid,
    started_at      timestamptz not null,
    refreshed_at    timestamptz not null check (refreshed_at >= started_at),
    expires_at      timestamptz not null check (expires_at > started_at),
    ended_at        timestamptz,
    ended_because   text        check (ended_because in ('SIGNED_OUT', 'TOKEN_REUSED', 'PASSWORD_CHANGED')),
    check ((ended_at is null) = (ended_because is null))
);
comment on column sessions.refreshed_under is 'the request id that made the newest pair';
create index sessions_by_user on sessions (user_id, id);
create index sessions_by_end on sessions (ended_at) where ended_at is not null;
create index sessions_by_expiry on sessions (expires_at);

grant select, insert, delete on sign_ups to ${app_role};
grant select, insert, update on credentials to ${app_role};
grant select, insert, update, delete on failed_sign_ins, sessions to ${app_role};
