-- Everything that administrators and operators did, in one table: what they asked of the book is recorded in the book's own
-- transaction, with each value that it changed; what they did about jobs, beside it, as before.
alter table operator_actions rename to audit_entries;
alter table audit_entries rename column subject to actor;
alter table audit_entries add column by_book boolean not null default false;
alter table audit_entries add column changes jsonb not null default '[]';
alter table audit_entries alter column by_book drop default, alter column changes drop default;
comment on column audit_entries.by_book is 'whether the request id is remembered by the book, and not by this row';
comment on column audit_entries.changes is 'table, key, field, before, after of each value that differs';

-- The book forgets requests after their time, and an id may be used again then.
alter table audit_entries drop constraint operator_actions_pkey, add primary key (actor, request_id, taken_at);
create unique index audit_entries_beside_the_book on audit_entries (actor, request_id) where not by_book;
alter index operator_actions_by_time rename to audit_entries_by_time;
create index audit_entries_by_target on audit_entries (target, taken_at);
alter trigger operator_actions_append_only on audit_entries rename to audit_entries_append_only;

-- For lists of users, newest first.
create index users_by_registration on users (registered_at, id);
