-- A user's trades are found by the entries of their cash, which are in the order of time already. Only a sale that is worth nothing
-- has none. The index that did it for all was written anywhere, a row a trade, and its pages were most of what went to the log whole.
create index trades_worth_nothing on trades (user_id, transfer_seq) where side = 'SELL' and net = 0;
drop index trades_by_user;
