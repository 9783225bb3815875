-- What V45 did for the accounts of pools, for all of them: an account has no balance of its own, its last entry says it. What all
-- accounts of a kind hold together is kept in a row of its own, so that nobody has to ask each of a million.
-- Nobody writes the book between the sums and the end of this; its lock first, as in a batch.
lock table book, accounts, entries in access exclusive mode;
do $$
declare
    differing record;
begin
    select a.id, a.balance, e.balance_after into differing
    from accounts a
    left join lateral (select balance_after, seq from entries where account_id = a.id order by seq desc limit 1) e on true
    where a.balance is not null
      and (a.balance, a.last_seq) is distinct from (coalesce(e.balance_after, 0), coalesce(e.seq, 0))
    limit 1;
    if found then
        raise exception 'account % has a balance of %, and its last entry says %: run scripts/reconcile of the version before',
            differing.id, differing.balance, differing.balance_after using errcode = 'integrity_constraint_violation';
    end if;
end $$;

create table account_kind_totals (
    kind     text           primary key,
    balance  numeric(24, 6) not null check (balance >= 0 or kind in ('CUSTODY', 'LOSS')),
    accounts bigint         not null check (accounts >= 0)
) with (fillfactor = 50);
comment on table account_kind_totals is 'what all accounts of a kind hold together, and how many they are';
insert into account_kind_totals
select k.kind, coalesce(sum(a.balance), 0), count(a.id)
from unnest(array['CASH', 'WITHDRAWING', 'REQUEST_HOLD', 'CURVE_RESERVE', 'LP_CAPITAL', 'LP_REWARDS', 'PLATFORM_FEES',
                  'TREASURY', 'UNATTRIBUTED', 'LOSS', 'CUSTODY']) as k (kind)
left join balances a on a.kind = k.kind
group by k.kind;
create trigger account_kind_totals_serializable before insert or update or delete on account_kind_totals
    for each statement execute function require_serializable();
grant select, update on account_kind_totals to ${app_role};

create or replace view balances with (security_invoker = true) as
select a.id, a.kind, a.owner,
       coalesce(e.balance_after, 0)::numeric(18, 6) as balance,
       coalesce(e.seq, 0) as last_seq
from accounts a
left join lateral (select balance_after, seq from entries where account_id = a.id order by seq desc limit 1) e on true;

alter table accounts
    drop constraint pools_keep_no_balance,
    drop constraint balance_is_not_negative,
    drop column balance,
    drop column last_seq,
    reset (fillfactor);
create trigger accounts_append_only before update or delete or truncate on accounts
    for each statement execute function refuse_change();
revoke update on accounts from ${app_role};

-- The records are looked at in the order of transfers, from the first one on.
alter table entries add constraint transfers_count_from_one check (transfer_seq > 0);
