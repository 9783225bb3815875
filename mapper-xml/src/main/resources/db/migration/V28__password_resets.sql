-- Codes that set another password (docs/identity.md). One for an address without an account leaves no mail, and only counts.
create table password_resets (
    code_hash    bytea       primary key check (octet_length(code_hash) = 32),
    email        text        not null check (length(email) between 3 and 254 and email = lower(email)),
    user_id      uuid        references credentials (user_id),
    requested_at timestamptz not null,
    expires_at   timestamptz not null check (expires_at > requested_at),
    used_at      timestamptz
);
comment on column password_resets.code_hash is 'SHA-256 of the code';
create index password_resets_by_email on password_resets (email, requested_at);
create index password_resets_by_expiry on password_resets (expires_at);

grant select, insert, update, delete on password_resets to ${app_role};
