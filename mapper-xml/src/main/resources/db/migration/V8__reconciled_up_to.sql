-- How far the books were found right: an incremental reconciliation looks at what is younger, record by record, and at
-- all totals. It stays where it is for as long as anything is wrong.
create table reconciled_up_to (
    only_row     boolean     primary key default true check (only_row),
    transfer_seq bigint      not null,
    event_id     bigint      not null,
    book_time    timestamptz not null
);
insert into reconciled_up_to (transfer_seq, event_id, book_time) values (0, 0, 'epoch');
grant select, update on reconciled_up_to to ${app_role};
