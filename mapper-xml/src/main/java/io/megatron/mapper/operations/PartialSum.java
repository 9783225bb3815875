package io.megatron.mapper.operations;

import java.math.BigDecimal;

/**
 * What some of an owner's records come to.
 *
 * @param total their sum
 * @param records how many they are
 */
public record PartialSum(BigDecimal total, long records) {
    /** Of no records. */
    public static final PartialSum NONE = new PartialSum(BigDecimal.ZERO, 0);

    public PartialSum plus(PartialSum more) {
        return new PartialSum(total.add(more.total), records + more.records);
    }
}
