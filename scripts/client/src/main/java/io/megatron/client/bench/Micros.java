package io.megatron.client.bench;

import java.math.BigDecimal;

/** Amounts as the wire writes them, decimal strings, and as one counts with them, whole micros. */
final class Micros {
    static final long PER_UNIT = 1_000_000;
    private static final int SCALE = 6;

    private Micros() {}

    static String format(long micros) {
        return BigDecimal.valueOf(micros, SCALE).toPlainString();
    }

    static long parse(String amount) {
        return new BigDecimal(amount).movePointRight(SCALE).longValueExact();
    }
}
