-- Every trade changes three accounts of its pool, and a batch of trades of many assets those of many pools: rows that are found,
-- copied and cleaned up again, for what the last entry of each account says anyhow. So a pool's account keeps no balance.
alter table accounts
    alter balance drop not null,
    alter last_seq drop not null,
    disable trigger accounts_serializable;

-- Nothing is given up that the entries do not say.
do $$
declare
    differing record;
begin
    select a.id, a.balance, e.balance_after into differing
    from accounts a
    left join lateral (select balance_after, seq from entries where account_id = a.id order by seq desc limit 1) e on true
    where a.kind in ('CURVE_RESERVE', 'LP_CAPITAL', 'LP_REWARDS', 'PLATFORM_FEES')
      and (a.balance, a.last_seq) is distinct from (coalesce(e.balance_after, 0), coalesce(e.seq, 0))
    limit 1;
    if found then
        raise exception 'account % has a balance of %, and its last entry says %: run scripts/reconcile of the version before',
            differing.id, differing.balance, differing.balance_after using errcode = 'integrity_constraint_violation';
    end if;
end $$;
update accounts
set balance = null, last_seq = null
where kind in ('CURVE_RESERVE', 'LP_CAPITAL', 'LP_REWARDS', 'PLATFORM_FEES');
alter table accounts
    enable trigger accounts_serializable,
    add constraint pools_keep_no_balance check (
        (kind in ('CURVE_RESERVE', 'LP_CAPITAL', 'LP_REWARDS', 'PLATFORM_FEES')) = (balance is null)
        and (balance is null) = (last_seq is null));
comment on column accounts.balance is 'null in an account of a pool: the view balances has them all';

create view balances with (security_invoker = true) as
select a.id, a.kind, a.owner,
       coalesce(a.balance,
                (select e.balance_after from entries e where e.account_id = a.id order by e.seq desc limit 1),
                0::numeric(18, 6))::numeric(18, 6) as balance,
       coalesce(a.last_seq,
                (select e.seq from entries e where e.account_id = a.id order by e.seq desc limit 1),
                0) as last_seq
from accounts a;
comment on view balances is 'every account with its balance and the number of its last entry';
grant select on balances to ${app_role};

-- As before; and what the row of an account refuses, its entry does: a balance below zero.
create or replace function require_balanced_transfers() returns trigger language plpgsql as $$
declare
    refused record;
begin
    if current_setting('transaction_isolation') <> 'serializable' then
        raise exception 'entries are written in SERIALIZABLE transactions only'
            using errcode = 'invalid_transaction_state';
    end if;
    perform from added group by transfer_seq having sum(amount) <> 0 or min(balance_after) < 0 limit 1;
    if not found then
        return null;
    end if;
    -- CUSTODY and LOSS may be below zero, so most that come here are right.
    select transfer_seq, sum(amount) as total into refused
    from added group by transfer_seq having sum(amount) <> 0 limit 1;
    if found then
        raise exception 'transfer % does not balance: its entries sum to %', refused.transfer_seq, refused.total
            using errcode = 'integrity_constraint_violation';
    end if;
    select account_id, seq, balance_after into refused
    from added
    where balance_after < 0
      and (select kind from accounts where id = account_id) in ('CUSTODY', 'LOSS') is not true
    limit 1;
    if found then
        raise exception 'entry % of account % leaves a balance of %', refused.seq, refused.account_id, refused.balance_after
            using errcode = 'check_violation';
    end if;
    return null;
end $$;
