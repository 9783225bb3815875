-- What is not summarized yet is read whole by whoever looks for the entries of some transfers, as the reconciliation does each
-- minute. VACUUM summarizes as well, but comes only when a fifth of the table is new.
alter index entries_by_transfer set (autosummarize = on);
