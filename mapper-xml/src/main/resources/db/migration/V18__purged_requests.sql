-- Requests are kept for 90 days at the least; then the purge may take them. The application's role still deletes nothing of
-- the book by itself: this function does, some rows at a time, and none that is younger, whoever asks. Days are of 24 hours,
-- whatever the session's time zone.
create index requests_by_time on requests (booked_at);

create function purge_requests(booked_before timestamptz, most integer) returns bigint
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    purged bigint;
begin
    if booked_before > (select last_time - interval '2160 hours' from book_state) then
        raise exception 'requests are kept for 90 days: nothing after % may go yet', booked_before
            using errcode = 'restrict_violation';
    end if;
    delete from requests r
    using (select subject, request_id from requests
           where booked_at < booked_before order by booked_at limit most for update skip locked) old
    where r.subject = old.subject and r.request_id = old.request_id;
    get diagnostics purged = row_count;
    return purged;
end $$;
revoke execute on function purge_requests(timestamptz, integer) from public;
grant execute on function purge_requests(timestamptz, integer) to ${app_role};
