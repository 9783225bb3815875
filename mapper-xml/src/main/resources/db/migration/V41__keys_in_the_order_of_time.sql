-- A request is found by its id and its subject. With the id first, ids that begin with the time (UUIDv7) are written at the end of
-- the index, whoever sends them; with the subject first, each was written anywhere in an index of all requests, and the first
-- write to a page after a checkpoint has all of it in the log.
alter table requests
    drop constraint requests_pkey,
    add primary key (request_id, subject);

-- Positions are found by user and asset, or all of a user's; nobody asks for those of an asset. So one index does for both, and a
-- first trade has one less to write.
alter table positions
    drop constraint positions_pkey,
    add primary key (user_id, asset_id);
drop index positions_by_user;
