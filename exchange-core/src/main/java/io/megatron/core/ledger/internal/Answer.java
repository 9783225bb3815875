package io.megatron.core.ledger.internal;

import io.megatron.core.Outcome;

/** What a batch makes of one command. */
sealed interface Answer<R> {

    /** The command was decided in this batch. */
    record Decided<R>(Outcome<R> outcome) implements Answer<R> {}

    /** The same call took effect before; what was remembered of it. */
    record Replay<R>(String remembered) implements Answer<R> {}

    /** Deciding failed: a bug, which is this caller's alone. */
    record Failed<R>(RuntimeException cause) implements Answer<R> {}
}
