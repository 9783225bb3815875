package io.megatron.core.custody.internal;

import io.megatron.mapper.custody.CreditKey;

/** What the chain says of a deposit that waits. */
public sealed interface Verdict {

    /** It is on the chain, as deep as the policy wants. */
    record Credit(CreditKey key) implements Verdict {}

    /** It is on the chain, as deep as that, and too little to be credited. */
    record Ignore(String reason) implements Verdict {}

    /** Its block is no longer on the chain. */
    record Orphan(String reason) implements Verdict {}

    /** It was given up or ignored, and whether its block is on the chain is to be asked again. */
    record Reopen() implements Verdict {}

    /** Names it for the record of calls. */
    default String word() {
        return switch (this) {
            case Credit(CreditKey key) -> "credit " + key.ordinal();
            case Ignore(String _) -> "ignore";
            case Orphan(String _) -> "orphan";
            case Reopen() -> "reopen";
        };
    }
}
