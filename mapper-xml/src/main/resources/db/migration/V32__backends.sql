-- Backends that authenticate people themselves and ask for tokens in their name (docs/identity.md). A row of the book: who may
-- do that is decided by administrators, and on record with what it changed.
create table backends (
    id            uuid        primary key,
    name          text        not null check (length(name) between 1 and 100),
    public_key    text        not null check (length(public_key) between 1 and 5000),
    registered_at timestamptz not null,
    revoked_at    timestamptz
);
comment on column backends.public_key is 'as PEM; what the backend says is signed with the other half';
create index backends_by_registration on backends (registered_at, id);
create index backends_by_revocation on backends (revoked_at) where revoked_at is not null;

create trigger backends_serializable before insert or update or delete on backends
    for each statement execute function require_serializable();
create trigger backends_stay before delete or truncate on backends
    for each statement execute function refuse_change();

-- Every token that a backend was given, beside the book. What it showed to get it can be used once.
create table backend_tokens (
    backend_id     uuid        not null references backends (id),
    assertion_hash bytea       not null check (octet_length(assertion_hash) = 32),
    user_id        uuid        not null,
    issued_at      timestamptz not null,
    expires_at     timestamptz not null check (expires_at > issued_at),
    primary key (backend_id, assertion_hash)
);
comment on column backend_tokens.assertion_hash is 'SHA-256 of the id (jti) of what the backend showed';
create index backend_tokens_by_user on backend_tokens (user_id, issued_at);
create index backend_tokens_by_time on backend_tokens (issued_at);

grant select, insert on backends to ${app_role};
grant update (revoked_at) on backends to ${app_role};
grant select, insert, delete on backend_tokens to ${app_role};
