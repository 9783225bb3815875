-- Every trade changes an asset and its pool, and there is one pool for each asset: one row to find and to write instead of two.
alter table assets
    add lp_shares        numeric(18, 6) not null default 0 check (lp_shares >= 0),
    add reward_per_share numeric(60, 0) not null default 0 check (reward_per_share >= 0),
    add reward_remainder numeric(60, 0) not null default 0 check (reward_remainder >= 0);
update assets a
set lp_shares = p.lp_shares, reward_per_share = p.reward_per_share, reward_remainder = p.reward_remainder
from pools p
where p.asset_id = a.id;
alter table assets
    alter lp_shares drop default,
    alter reward_per_share drop default,
    alter reward_remainder drop default;
drop table pools;
