package io.megatron.core.events;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How events are kept.
 *
 * @param retention for how long, once everybody has had them; seven days at the least
 */
@ConfigurationProperties("megatron.events")
public record EventSettings(@DefaultValue("30d") Duration retention) {
    private static final Duration LEAST_RETENTION = Duration.ofDays(7);

    public EventSettings {
        if (retention.compareTo(LEAST_RETENTION) < 0) {
            throw new IllegalArgumentException(
                    "megatron.events.retention has to be 7d at the least: readers count on it");
        }
    }
}
