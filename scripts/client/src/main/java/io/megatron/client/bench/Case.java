package io.megatron.client.bench;

import io.megatron.client.ClientException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be measured. */
enum Case {
    /** Everybody trades one asset. */
    HOT,
    /** Everybody trades one of many assets. */
    SPREAD,
    /** Everybody trades one of many assets, most of them one of a few. */
    ZIPF,
    /** Everybody trades one asset, while its LPs claim and contribute, and traders deposit. */
    MIXED,
    /** Everybody trades one asset, and each trade is a transaction of its own. */
    ONE_TX,
    /** Everybody trades one asset at given rates, whether or not trades before were answered. */
    OPEN,
    /** One caller trades, and asks a service that does as little as a durable one can. */
    LONE,
    /** Everybody trades one asset, through one node and through two on the same database. */
    TWO_NODES,
    /** Trades of one asset come at twice the rate that callers reach, who try again afterwards. */
    OVERLOAD,
    /** Trades of one asset come for long, at a rate that is well below what callers reach. */
    SOAK,
    /** A funding that was missed gives everybody their principal back, alone and beside trades. */
    REFUNDS,
    /** Everybody trades one asset, alone and while its job looks at all the books. */
    RECONCILIATION,
    /** Trades come at a given rate, alone and while many try to sign in. */
    SIGN_INS,
    /** Callers trade at a given rate, and subscribers see how soon prices follow. */
    PRICES,
    /** USDC is paid in on the chain, swept, and paid out. */
    CUSTODY,
    /** What Postgres can do at best. */
    LIMIT;

    /**
     * The case of this name.
     *
     * @throws ClientException if there is none
     */
    static Case of(String word) {
        for (Case each : values()) {
            if (each.word().equalsIgnoreCase(word)) {
                return each;
            }
        }
        String all = Arrays.stream(values()).map(Case::word).collect(Collectors.joining(", "));
        throw ClientException.misuse("there is no case '%s'; there are %s".formatted(word, all));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
