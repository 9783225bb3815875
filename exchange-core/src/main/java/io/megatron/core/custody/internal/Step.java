package io.megatron.core.custody.internal;

import io.megatron.mapper.custody.Authorization.Use;
import java.util.Locale;

/** What the chain, or the lack of it, makes of an authorization. */
public sealed interface Step {
    /** In one word, for operators. */
    default String word() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** A node has taken a transaction with it. */
    record Broadcast() implements Step {}

    /** Used in a block that is not final yet. */
    record Mined(Use use) implements Step {}

    /** The block that used it is gone. */
    record Unmined() implements Step {}

    /** Past its time, by a block that is not final yet. */
    record Expired() implements Step {}

    /** Used in a final block. */
    record Settled(Use use) implements Step {}

    /** Settled, and its block is no longer on the chain. */
    record TakenBack() implements Step {}

    /**
     * Never used, and refused by the token for ever: cancelled, or unused at the end of a final
     * block that is past its time.
     *
     * @param reason for the user to read
     */
    record Voided(String reason) implements Step {}
}
