package io.megatron.core.ledger;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many connections a node takes. Four nodes with the defaults fit into Postgres' own default of
 * 100.
 *
 * @param bookConnections one writes; the other asks what became of a commit that was cut off
 * @param readConnections reads wait for one of these in a queue of their own
 * @param sideConnections for what is written beside the book: requests for runs, heartbeats, audit
 */
@ConfigurationProperties("megatron.database")
public record DatabaseSettings(
        @DefaultValue("2") int bookConnections,
        @DefaultValue("8") int readConnections,
        @DefaultValue("4") int sideConnections) {

    public DatabaseSettings {
        if (bookConnections < 1 || readConnections < 1 || sideConnections < 1) {
            throw new IllegalArgumentException(
                    "megatron.database.book-connections, read-connections and side-connections"
                            + " have to be positive");
        }
    }
}
