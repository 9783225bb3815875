package io.megatron.core.ledger;

/**
 * Where the database is.
 *
 * @param applicationUrl JDBC URL of the role that runs and owns nothing
 */
public record DatabaseAddress(String applicationUrl) {

    /** Host, port and database, without role and password. */
    public String server() {
        return applicationUrl.replaceFirst("^jdbc:postgresql:/*", "").replaceFirst("\\?.*$", "");
    }

    /** URLs carry passwords, so none is ever printed. */
    @Override
    public String toString() {
        return "DatabaseAddress[" + server() + "]";
    }
}
