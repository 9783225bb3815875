-- Reconciliation reads the entries of a span of transfers at a time; blocks that are not summarised yet would be read by
-- every one of them.
alter index entries_by_transfer set (autosummarize = on);
