package io.megatron.mapper.pricing;

import io.megatron.curve.money.Ratio;
import io.megatron.mapper.ids.AssetId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking about an asset, for the record.
 *
 * @param runId the run of the job that asked
 * @param outcome {@code OK}, or the code of the reason why it can be no signal
 * @param reason one sentence for people; empty where it is OK
 * @param delta what it claims, where it is OK
 * @param sources addresses, as a JSON array of strings
 * @param rawAnswer the model's, word for word but for control characters; cut where it was longer
 * @param tokens what it cost
 * @param answeredAt by the machine's clock
 */
public record SignalAnswer(
        UUID id,
        UUID runId,
        AssetId assetId,
        String outcome,
        String reason,
        @Nullable Ratio delta,
        @Nullable Ratio confidence,
        String sources,
        String rawAnswer,
        int tokens,
        Instant answeredAt) {
    public static final String OK = "OK";
}
