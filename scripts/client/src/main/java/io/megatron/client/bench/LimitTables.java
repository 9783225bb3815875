package io.megatron.client.bench;

import io.megatron.client.ClientException;

/**
 * How large the limit's tables are before it is measured.
 *
 * @param trades that have been written to them; 0 for tables as the script makes them
 * @param users who have written them; the batches that are measured are always those of the
 *     script's own
 */
record LimitTables(int trades, int users) {
    /** So many the script makes itself. */
    static final int SCRIPTS_OWN_USERS = 10_000;

    LimitTables {
        if (trades < 0) {
            throw ClientException.misuse("--limit-trades must not be negative");
        }
        if (users < SCRIPTS_OWN_USERS) {
            throw ClientException.misuse(
                    "--limit-users must be %d at least, as the limit's script makes so many itself"
                            .formatted(SCRIPTS_OWN_USERS));
        }
    }

    boolean areFilled() {
        return trades > 0;
    }
}
