-- Whoever looks for the entries of some transfers reads all that is not summarized yet. Postgres comes for that once in
-- autovacuum_naptime; under load that is some hundred thousand entries, for each question of a look at the books. So a look has
-- them summarized: from the last range of pages that is full back to the first one that is summarized already. The one that is
-- being filled is left out, as each entry would have to be added to its summary. VACUUM needs the same lock: where it has it,
-- nobody waits, and it summarizes as well.
alter index entries_by_transfer set (pages_per_range = 128);

create function summarize_entries() returns integer
    language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '100ms' as $$
declare
    summarized integer := 0;
    first_page bigint  := (pg_relation_size('entries') / current_setting('block_size')::integer / 128 - 1) * 128;
begin
    while first_page >= 0 and brin_summarize_range('entries_by_transfer', first_page) > 0 loop
        summarized := summarized + 1;
        first_page := first_page - 128;
    end loop;
    return summarized;
exception when lock_not_available then
    return summarized;
end $$;
revoke execute on function summarize_entries() from public;
grant execute on function summarize_entries() to ${app_role};
