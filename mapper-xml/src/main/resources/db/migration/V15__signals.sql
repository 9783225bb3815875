-- Signals about the real world, and the fundamental price they make (docs/architecture.md).

-- What an asset is thought to be worth apart from its trades. No row: no signal yet, and it is the marginal price.
create table fundamentals (
    asset_id   uuid            primary key references assets (id),
    value      numeric(36, 18) not null check (value > 0),
    signals    bigint          not null check (signals > 0),
    changed_at timestamptz     not null
) with (fillfactor = 50);
comment on column fundamentals.signals is 'how many signals made it; each carries its number';

-- Every accepted signal, with what it moved and the rules it was moved by, so that each price can be worked out again.
create table signals (
    id                 uuid            primary key,
    asset_id           uuid            not null,
    seq                bigint          not null check (seq > 0),
    submitted_by       uuid            not null,
    request_id         uuid            not null,
    delta              numeric(7, 6)   not null check (delta between -1 and 1),
    confidence         numeric(7, 6)   not null check (confidence between 0 and 1),
    sources            json            not null check (json_typeof(sources) = 'array'),
    raw_answer         text            not null check (length(raw_answer) <= 4000),
    beta               numeric(7, 6)   not null check (beta > 0 and beta <= 1),
    daily_limit        numeric(7, 6)   not null check (daily_limit > 0 and daily_limit <= 1),
    fundamental_before numeric(36, 18) not null check (fundamental_before > 0),
    fundamental_after  numeric(36, 18) not null check (fundamental_after > 0),
    marginal_price     numeric(36, 18) not null check (marginal_price > 0),
    event_id           bigint          not null unique,
    booked_at          timestamptz     not null,
    unique (asset_id, seq)
);
create index signals_by_time on signals (asset_id, booked_at);
create index signals_by_asset on signals (asset_id, event_id);

create trigger signals_append_only before update or delete or truncate on signals
    for each statement execute function refuse_change();
create trigger signals_serializable before insert on signals
    for each statement execute function require_serializable();
create trigger fundamentals_serializable before insert or update or delete on fundamentals
    for each statement execute function require_serializable();

grant select on fundamentals, signals to ${app_role};
grant insert, update on fundamentals to ${app_role};
grant insert on signals to ${app_role};

-- What the search and the model were asked and what came of it, beside the book: every answer is kept, also those that
-- became no signal. Times are the machine's, since they are of calls that cost money.
create table signal_answers (
    id          uuid        primary key,
    run_id      uuid        not null,
    asset_id    uuid        not null,
    outcome     text        not null check (outcome ~ '^[A-Z_]{1,60}$'),
    reason      text        not null,
    delta       numeric(7, 6) check (delta between -1 and 1),
    confidence  numeric(7, 6) check (confidence between 0 and 1),
    sources     json        not null check (json_typeof(sources) = 'array'),
    raw_answer  text        not null check (length(raw_answer) <= 4000),
    tokens      integer     not null check (tokens >= 0),
    answered_at timestamptz not null,
    check ((outcome = 'OK') = (delta is not null and confidence is not null))
);
comment on column signal_answers.outcome is 'OK: submitted as a signal; else the code of the reason';
create index signal_answers_by_run on signal_answers (run_id, asset_id, answered_at);
create trigger signal_answers_append_only before update or delete or truncate on signal_answers
    for each statement execute function refuse_change();

-- What was spent on an asset on a day, in UTC.
create table signal_budgets (
    asset_id uuid    not null,
    day      date    not null,
    calls    integer not null check (calls >= 0),
    tokens   bigint  not null check (tokens >= 0),
    primary key (asset_id, day)
) with (fillfactor = 70);

grant select, insert on signal_answers to ${app_role};
grant select, insert, update on signal_budgets to ${app_role};
