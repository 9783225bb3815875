-- A cause is posted once for its reference, as before. Most references are ids that begin with the time, so a new one belongs at
-- the end of the index, and is told from its neighbours by its first bytes.
alter table transfers
    drop constraint transfers_cause_reference_part_key,
    add constraint transfers_reference_cause_part_key unique (reference, cause, part);
