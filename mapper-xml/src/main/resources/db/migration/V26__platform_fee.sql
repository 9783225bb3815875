-- The platform's fee from a moment on; before it, what stands in book_state. The book reads it with where it stands, and writes
-- there what is in force at the end of each batch, so that another fee may be set from another moment on.
create table platform_fee (
    only_row     boolean     primary key default true check (only_row),
    bps          integer     not null check (bps between 30 and 200),
    effective_at timestamptz not null
) with (fillfactor = 20);

insert into platform_fee (bps, effective_at) select fee_bps, 'epoch' from book_state;

create trigger platform_fee_serializable before insert or update or delete on platform_fee
    for each statement execute function require_serializable();
create trigger platform_fee_stays before delete or truncate on platform_fee
    for each statement execute function refuse_change();

grant select, update on platform_fee to ${app_role};
