-- What users may do here beyond what every user may. Tokens that this installation issues carry it; those of another issuer
-- carry what that one says (docs/decisions/0008).
create table granted_roles (
    user_id uuid    primary key references users (id),
    admin   boolean not null,
    ops     boolean not null,
    oracle  boolean not null
);
-- Every node asks for all of them several times a second.
create index granted_roles_held on granted_roles (user_id) where admin or ops or oracle;
create trigger granted_roles_serializable before insert or update or delete on granted_roles
    for each statement execute function require_serializable();

grant select, insert, update on granted_roles to ${app_role};
