package io.megatron.core.ledger;

/**
 * Where the database is.
 *
 * @param applicationUrl JDBC URL of the role that runs and owns nothing
 */
public record DatabaseAddress(String applicationUrl) {
    /** URLs carry passwords, so none is ever printed. */
    @Override
    public String toString() {
        return "DatabaseAddress[…]";
    }
}
