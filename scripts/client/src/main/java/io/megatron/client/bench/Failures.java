package io.megatron.client.bench;

import io.megatron.client.text.JsonLine;
import java.util.Map;

/** Calls that failed: how often which reason was given. */
final class Failures {
    private Failures() {}

    /** For whatever reason. */
    static long count(Map<String, Long> failures) {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    static JsonLine json(Map<String, Long> failures) {
        JsonLine reasons = new JsonLine();
        failures.forEach((reason, count) -> reasons.put(reason, count));
        return reasons;
    }
}
