package io.megatron.core.operations;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the books are looked at.
 *
 * @param piece how many records are looked at in one snapshot, about; a snapshot that stays open
 *     for long makes every trade dearer
 * @param rest for how long a job rests after each snapshot in which the book was written, in times
 *     of how long it was open
 */
@ConfigurationProperties("megatron.reconciliation")
public record ReconciliationSettings(@DefaultValue("5000") int piece, @DefaultValue("9") int rest) {

    public ReconciliationSettings {
        if (piece < 1 || rest < 0) {
            throw new IllegalArgumentException(
                    "megatron.reconciliation.piece has to be positive, and rest not below 0");
        }
    }
}
