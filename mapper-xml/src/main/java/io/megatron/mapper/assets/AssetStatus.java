package io.megatron.mapper.assets;

/** The life of an asset (DOMAIN, "Funding and LPs"). */
public enum AssetStatus {
    /** Collects liquidity; nothing is traded yet. */
    FUNDING,
    /** Buys and sells. */
    ACTIVE,
    /** Retired: sells only. */
    SELL_ONLY,
    /** No share and no LP capital is left. */
    CLOSED,
    /** The funding failed; contributions are returned. */
    CANCELLED
}
