package io.megatron.core;

import java.util.Map;

/**
 * Why a call was refused: the stable code, a sentence for people, and the figures behind it.
 *
 * @param code the stable code
 * @param message one sentence that says what stands against the call and what would help
 * @param details figures and ids by name, amounts as decimal strings; a refusal about one field of
 *     the request carries its name under {@code field}, one that time alone heals how long it takes
 *     under {@link #RETRY_AFTER}
 */
public record Refusal(Rejection code, String message, Map<String, String> details) {
    /** A duration as ISO 8601 has it. */
    public static final String RETRY_AFTER = "retry_after";

    public Refusal {
        details = Map.copyOf(details);
    }

    public static Refusal of(Rejection code, String message) {
        return new Refusal(code, message, Map.of());
    }
}
