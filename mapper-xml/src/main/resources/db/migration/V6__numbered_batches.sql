-- The number of the last batch that wrote anything: a node that finds it where its own last batch left it knows
-- that nobody wrote since, and that the rows it remembers are the rows of the tables (docs/decisions/0015).
-- Whoever changes a row of the book by hand raises it in the same transaction.
alter table book_state add column last_batch bigint not null default 0 check (last_batch >= 0);
