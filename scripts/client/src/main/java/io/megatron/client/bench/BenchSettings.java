package io.megatron.client.bench;

import io.megatron.client.ClientException;
import java.time.Duration;

/**
 * How it is measured.
 *
 * @param spreadAssets the assets of the case spread
 * @param rate trades a second in the case prices
 * @param lps who are refunded in the case refunds
 * @param payments who pay in and are paid out in the case custody
 * @param seed of what is random in the traffic; the order in which answers come back is not
 */
record BenchSettings(
        int callers,
        Duration warmUp,
        Duration measured,
        int users,
        int spreadAssets,
        int rate,
        int lps,
        int payments,
        int connections,
        long seed) {
    /** With fewer users to a caller it would often search for one who is not trading. */
    private static final int USERS_PER_CALLER = 2;

    BenchSettings {
        require(callers > 0, "--callers must be above zero");
        require(!warmUp.isNegative(), "--warm-up must not be negative");
        require(measured.isPositive(), "--seconds must be above zero");
        require(users >= callers * USERS_PER_CALLER, "--users must be twice --callers at least");
        require(spreadAssets > 0, "--assets must be above zero");
        require(rate > 0, "--rate must be above zero");
        require(lps > 0, "--lps must be above zero");
        require(payments > 0, "--payments must be above zero");
        require(connections > 0, "--connections must be above zero");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ClientException(otherwise);
        }
    }
}
