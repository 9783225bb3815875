package io.megatron.core.ledger;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A mutating call as it is remembered: whoever sends the same again gets the first answer, whoever
 * sends another payload under the same id is refused.
 *
 * @param subject who calls; request ids are the subject's own
 * @param method the call's full name
 * @param payload the canonical payload: field names as on the wire, values in canonical form
 */
public record Call(UUID subject, UUID requestId, String method, SortedMap<String, String> payload) {

    public static Call of(
            UUID subject, UUID requestId, String method, Map<String, String> payload) {
        return new Call(subject, requestId, method, new TreeMap<>(payload));
    }
}
