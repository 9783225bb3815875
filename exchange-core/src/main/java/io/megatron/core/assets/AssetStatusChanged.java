package io.megatron.core.assets;

/** The event that an asset has moved on in its life. */
public record AssetStatusChanged(String assetId, String symbol, String before, String after) {
    /** The event's kind in the outbox. */
    public static final String KIND = "asset_status_changed";
}
