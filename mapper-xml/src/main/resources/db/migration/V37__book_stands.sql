-- Each batch has an id that no other has, on whatever node. A batch that was decided while the one before it was being written
-- names that one, and whoever has the lock asks before anything is written; MB001 says that it was decided in vain.
alter table book_state add column last_batch_id uuid not null default gen_random_uuid();

create function require_last_batch(number bigint, id uuid) returns void language plpgsql as $$
begin
    if not exists (select from book_state where last_batch = number and last_batch_id = id) then
        raise exception 'batch % is not the last one', number using errcode = 'MB001';
    end if;
end $$;
