package io.megatron.mapper.operations;

import java.math.BigDecimal;

/**
 * Owners of records, whose records are summed up: accounts with their entries, assets with their
 * trades. The records of a single owner may be summed up in parts: then this is the last of them.
 *
 * @param first the first owner's key
 * @param last the last owner's key, included
 * @param afterSeq only records with a higher number are left to be summed up
 * @param total what the records up to there came to
 * @param records how many they were
 */
public record OwnerRange(String first, String last, long afterSeq, BigDecimal total, long records) {

    /** All records of all owners from one to another. */
    public static OwnerRange of(String first, String last) {
        return new OwnerRange(first, last, Long.MIN_VALUE, BigDecimal.ZERO, 0);
    }

    /** What is left of one owner's records after some of them. */
    public static OwnerRange rest(String owner, long afterSeq, PartialSum before) {
        return new OwnerRange(owner, owner, afterSeq, before.total(), before.records());
    }
}
