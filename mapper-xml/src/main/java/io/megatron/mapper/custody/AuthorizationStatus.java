package io.megatron.mapper.custody;

/** Where an authorization stands that the token was, or will be, shown (EIP-3009). */
public enum AuthorizationStatus {
    /** On record with a transaction that carries it; nobody was shown it yet. */
    SIGNED,
    /** A node has taken a transaction with it. */
    BROADCAST,
    /** Used in a block that is not final yet. */
    MINED,
    /** Past its time; whether it was used is being proven. */
    EXPIRED,
    /** Used in a final block. */
    SETTLED,
    /** Provably unused, and refused by the token for ever. */
    VOID;

    public boolean isOpen() {
        return this != SETTLED && this != VOID;
    }

    /** Whether the token may still be shown it with effect, as far as is known. */
    public boolean isUnused() {
        return this == SIGNED || this == BROADCAST;
    }
}
