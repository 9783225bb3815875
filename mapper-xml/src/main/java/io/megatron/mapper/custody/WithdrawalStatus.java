package io.megatron.mapper.custody;

/** Where a withdrawal stands (DOMAIN, "Custody"). */
public enum WithdrawalStatus {
    /** Its money is set aside; it waits for an administrator. */
    REQUESTED,
    /** The next run of the job signs it. */
    APPROVED,
    /** Authorization and transaction are on record; from here on nobody can take it back. */
    SIGNED,
    /** The transaction was handed to the chain. */
    BROADCAST,
    /** Its authorization is used in a block that is not final yet. */
    MINED,
    /** Past its time; whether the authorization was used is being proven. */
    EXPIRED,
    /** Paid: its authorization is used in a final block. */
    SETTLED,
    /** Refused before it was signed; the money is back. */
    REJECTED,
    /** Taken back by its user before it was signed; the money is back. */
    CANCELLED,
    /** Provably never paid, and never going to be; the money is back. */
    REFUNDED;

    /** Whether an authorization of it may be out in the world. */
    public boolean isSigned() {
        return this == SIGNED || this == BROADCAST || this == MINED || this == EXPIRED;
    }

    /** Whether it still holds money in WITHDRAWING. */
    public boolean isOpen() {
        return this == REQUESTED || this == APPROVED || isSigned();
    }

    /** Whether it counts against the daily limits: what came back does not. */
    public boolean isCounted() {
        return isOpen() || this == SETTLED;
    }
}
