-- Business time is real time plus this offset, on every node; the book reads it with where it stands.
-- An operator may move it forward in an installation that was born as development; elsewhere it stays 0.
create table business_clock (
    only_row      boolean primary key default true check (only_row),
    offset_micros bigint  not null check (offset_micros >= 0)
) with (fillfactor = 20);

-- What was booked stays in the past, so time never goes back; not by taking the row away either.
create function guard_business_clock() returns trigger language plpgsql as $$
begin
    if tg_op in ('DELETE', 'TRUNCATE') then
        raise exception 'business time never goes back: % refused', tg_op using errcode = 'restrict_violation';
    end if;
    if new.offset_micros <> 0 and not exists (select from installation where kind = 'development') then
        raise exception 'business time is real time in an installation that was not created as development'
            using errcode = 'restrict_violation';
    end if;
    if tg_op = 'UPDATE' and new.offset_micros < old.offset_micros then
        raise exception 'business time never goes back: from % to % microseconds ahead refused',
            old.offset_micros, new.offset_micros using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create trigger business_clock_forward before insert or update or delete on business_clock
    for each row execute function guard_business_clock();
create trigger business_clock_stays before truncate on business_clock
    for each statement execute function guard_business_clock();

insert into business_clock (offset_micros) values (0);

create trigger business_clock_serializable before insert or update or delete on business_clock
    for each statement execute function require_serializable();

grant select, update on business_clock to ${app_role};
