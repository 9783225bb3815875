package io.megatron.core.custody.chain;

import org.jspecify.annotations.Nullable;

/**
 * How much gas a call would need now.
 *
 * @param gas units; 0 where it would fail
 * @param failure why it would fail, in the node's words; null where it would not
 */
public record GasEstimate(long gas, @Nullable String failure) {}
