-- Custody: payments that a reorg takes back, and which deposit addresses are to be swept (docs/custody.md).

alter table withdrawals add column reopened integer not null default 0 check (reopened >= 0);
comment on column withdrawals.reopened is 'how often a reorg took back what was settled; the part of its next settlement is one more';

-- The newest payments that are settled: whether their blocks are still on the chain.
create index authorizations_settled_payments on authorizations (used_block_number, id)
    where status = 'SETTLED' and purpose = 'WITHDRAWAL';

-- Deposit addresses that something arrived at since they were last found empty, or nearly. No command of the book looks at it.
create table unswept (
    derivation_index integer primary key references deposit_addresses (derivation_index),
    seen_block       bigint  not null check (seen_block >= -1)
);
comment on column unswept.seen_block is 'the newest block in which something arrived: who finds it empty as of an earlier one leaves it here';
insert into unswept (derivation_index, seen_block) select derivation_index, -1 from deposit_addresses;

-- Where the slow look at all deposit addresses goes on.
create table sweep_round (
    only_row    boolean     primary key default true check (only_row),
    after_index integer     not null check (after_index >= -1),
    looked_at   timestamptz not null
) with (fillfactor = 20);

grant select, insert, update, delete on unswept to ${app_role};
grant select, insert, update on sweep_round to ${app_role};

-- The newest block may be too old as well.
alter table custody_alerts drop constraint custody_alerts_kind_check;
alter table custody_alerts add constraint custody_alerts_kind_check check (kind in (
    'GAS_LOW', 'HOT_WALLET_SHORT', 'TOKEN_PAUSED', 'HOT_WALLET_BLACKLISTED', 'RESERVES_SHORT', 'CHAIN_STALE'));
