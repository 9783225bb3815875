package io.megatron.mapper.events;

import io.megatron.mapper.ids.AssetId;
import java.time.Instant;

/**
 * An event that commits with what it announces.
 *
 * @param id the book's number of it, without gaps
 * @param assetSeq the asset's own number of it, without gaps
 * @param payload a JSON object
 */
public record OutboxEvent(
        long id, AssetId assetId, long assetSeq, String kind, String payload, Instant bookedAt) {}
