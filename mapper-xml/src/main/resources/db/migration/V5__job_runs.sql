-- What operators see of jobs: which there are, what was asked of them, and what became of it. These rows are no part of
-- the book; times are the machines' (a heartbeat measures a process, not the business day).

-- A job node writes down the jobs it knows; operators change schedule and pause, and every job node follows.
create table job_schedules (
    job             text        primary key,
    description     text        not null,
    cron            text        not null,
    paused          boolean     not null default false,
    changed_at      timestamptz not null
);

create table job_runs (
    id            uuid        primary key,
    job           text        not null references job_schedules (job),
    state         text        not null check (state in (
                      'REQUESTED', 'RUNNING', 'COMPLETED', 'FAILED', 'STOPPED', 'ABANDONED')),
    business_date date        not null,
    preview       boolean     not null,
    slot          timestamptz,
    requested_by  text        not null,
    reason        text        not null,
    requested_at  timestamptz not null,
    attempts      integer     not null default 0 check (attempts >= 0),
    stop_asked    boolean     not null default false,
    node          text,
    execution_id  bigint,
    started_at    timestamptz,
    heartbeat_at  timestamptz,
    ended_at      timestamptz,
    phase         text,
    items_total   bigint      not null default 0 check (items_total >= 0),
    items_done    bigint      not null default 0 check (items_done >= 0),
    items_changed bigint      not null default 0 check (items_changed >= 0),
    items_skipped bigint      not null default 0 check (items_skipped >= 0),
    message       text,
    -- A schedule that fires its slot again, on whatever node, asks for nothing new.
    unique (job, slot),
    check ((state in ('REQUESTED', 'RUNNING')) = (ended_at is null))
);
create index job_runs_by_request on job_runs (requested_at, id);
create index job_runs_open on job_runs (requested_at) where state in ('REQUESTED', 'RUNNING');

-- Items of a run worth a look: those it skipped, with the reason, and those a preview would change.
create table job_items (
    run_id  uuid        not null references job_runs (id),
    phase   text        not null,
    item    text        not null,
    kind    text        not null check (kind in ('SKIPPED', 'WOULD_CHANGE')),
    code    text        not null,
    message text        not null,
    at      timestamptz not null,
    primary key (run_id, phase, item)
);

-- What reconciliations found.
create table job_findings (
    run_id    uuid        not null references job_runs (id),
    number    integer     not null,
    invariant integer     not null,
    check_name text       not null,
    subject   text        not null,
    expected  text        not null,
    actual    text        not null,
    found_at  timestamptz not null,
    primary key (run_id, number)
);

-- Everything an operator did, with who and why.
create table operator_actions (
    subject    uuid        not null,
    request_id uuid        not null,
    action     text        not null,
    target     text        not null,
    reason     text        not null,
    details    jsonb       not null,
    taken_at   timestamptz not null,
    primary key (subject, request_id)
);
create index operator_actions_by_time on operator_actions (taken_at);

create trigger operator_actions_append_only before update or delete or truncate on operator_actions
    for each statement execute function refuse_change();

grant select, insert, update on job_schedules to ${app_role};
grant select, insert, update, delete on job_runs, job_items, job_findings to ${app_role};
grant select, insert on operator_actions to ${app_role};
