package io.megatron.client.bench;

import io.megatron.client.ClientException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * How it is measured.
 *
 * @param callers how many calls are in flight, one measurement after the other
 * @param spreadAssets the assets of the cases spread and zipf
 * @param rates trades a second in the case open, one measurement after the other
 * @param lps who are refunded in the case refunds
 * @param payments who pay in and are paid out in the case custody
 * @param signIns how many are offered a second in the case sign_ins
 * @param limitTables how large the tables of the case limit are
 * @param reconciles whether the books are looked at after each case
 * @param soak how long the case soak is
 * @param seed of what is random in the traffic; the order in which answers come back is not
 */
record BenchSettings(
        List<Integer> callers,
        Duration warmUp,
        Duration measured,
        int users,
        int spreadAssets,
        List<Integer> rates,
        int lps,
        int payments,
        int signIns,
        int connections,
        LimitTables limitTables,
        boolean reconciles,
        Duration soak,
        long seed) {
    /** With fewer users to a caller it would often search for one who is not trading. */
    private static final int USERS_PER_CALLER = 2;

    BenchSettings {
        callers = List.copyOf(callers);
        rates = List.copyOf(rates);
        require(
                !callers.isEmpty() && callers.stream().allMatch(each -> each > 0),
                "--callers must be above zero");
        require(!warmUp.isNegative(), "--warm-up must not be negative");
        require(measured.isPositive(), "--seconds must be above zero");
        require(
                users >= Collections.max(callers) * USERS_PER_CALLER,
                "--users must be twice --callers at least");
        require(spreadAssets > 0, "--assets must be above zero");
        require(
                !rates.isEmpty() && rates.stream().allMatch(each -> each > 0),
                "--rate must be above zero");
        require(soak.isPositive(), "--minutes must be above zero");
        require(lps > 0, "--lps must be above zero");
        require(payments > 0, "--payments must be above zero");
        require(signIns > 0, "--sign-ins must be above zero");
        require(connections > 0, "--connections must be above zero");
    }

    /** Of cases that are measured once only. */
    int usualCallers() {
        return callers.getFirst();
    }

    /** Of the case that goes at one rate only. */
    int usualRate() {
        return rates.getFirst();
    }

    /** So many that one who is not trading is found soon. */
    int mostInFlight() {
        return users / USERS_PER_CALLER;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw ClientException.misuse(otherwise);
        }
    }
}
