-- What has been announced of a lot. Time alone decides what is vested; this only keeps each tranche from being
-- announced twice, and finds those whose time has come.
alter table lp_lots
    add column unlocked_bps integer not null default 0 check (unlocked_bps between 0 and 10000),
    add column next_unlock_days integer;
alter table lp_lots disable trigger lp_lots_serializable;
update lp_lots set next_unlock_days = split_part(vesting, ':', 1)::integer;
alter table lp_lots enable trigger lp_lots_serializable;
alter table lp_lots
    add constraint something_is_left_to_unlock check ((next_unlock_days is null) = (unlocked_bps = 10000));
comment on column lp_lots.next_unlock_days is 'days from the start of vesting to the next tranche; null once all are unlocked';
create index lp_lots_to_unlock on lp_lots (asset_id, user_id) where next_unlock_days is not null and withdrawn < amount;
