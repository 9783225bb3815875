package io.megatron.core.ledger;

import java.util.function.Function;

/**
 * Something that can take two administrators, under the name of its method, as {@code BlockUser}.
 *
 * @param command makes the command of a call again, from nothing but the call: what is confirmed is
 *     what was asked for
 */
public record SensitiveAction(String name, Function<Call, Command<?>> command) {}
