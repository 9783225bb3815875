package io.megatron.mapper.operations;

import java.time.Instant;
import java.util.UUID;

/**
 * An item of a run worth a look.
 *
 * @param item names it, as {@code asset_id=… user_id=…}
 * @param code the refusal's code, or {@code FAILED}
 */
public record JobItem(
        UUID runId, String phase, String item, Kind kind, String code, String message, Instant at) {

    /** Why it is kept. */
    public enum Kind {
        /** It could not be done. */
        SKIPPED,
        /** A preview found that it would be done. */
        WOULD_CHANGE
    }
}
