-- What an administrator has asked for that takes a second one (docs/decisions/0083). Once decided about, it stays as it is.
create table pending_actions (
    id          uuid        primary key,
    proposer    uuid        not null,
    request_id  uuid        not null,
    method      text        not null check (length(method) between 1 and 200),
    payload     json        not null,
    proposed_at timestamptz not null,
    expires_at  timestamptz not null check (expires_at > proposed_at),
    status      text        not null check (status in ('WAITING', 'CONFIRMED', 'REJECTED')),
    decided_by  uuid,
    decided_at  timestamptz check (decided_at >= proposed_at),
    check ((status = 'WAITING') = (decided_by is null)),
    check ((decided_by is null) = (decided_at is null)),
    check (status <> 'CONFIRMED' or (decided_by <> proposer and decided_at < expires_at))
);
comment on column pending_actions.payload is 'what was asked for, as it is remembered of the request';
create index pending_actions_waiting on pending_actions (id) where status = 'WAITING';
create trigger pending_actions_serializable before insert or update or delete on pending_actions
    for each statement execute function require_serializable();

grant select, insert on pending_actions to ${app_role};
grant update (status, decided_by, decided_at) on pending_actions to ${app_role};

-- Who had asked for what another administrator confirmed or rejected: both stand in one entry.
alter table audit_entries add column proposed_by uuid;
comment on column audit_entries.proposed_by is 'who had asked for what the actor decided about; null where nobody had';
