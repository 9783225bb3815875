package io.megatron.core.pricing;

/** What somebody outside answered, or in one sentence why nobody did. */
public sealed interface Reply<T> {
    record Got<T>(T content) implements Reply<T> {}

    /**
     * Nothing came that could be used.
     *
     * @param reason one sentence of ours; nothing of what was sent or received stands in it
     */
    record Failed<T>(String reason) implements Reply<T> {}
}
