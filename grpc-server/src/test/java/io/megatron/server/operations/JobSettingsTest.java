package io.megatron.server.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.jobs.frame.JobSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class JobSettingsTest {
    @Test
    void there_are_more_connections_of_spring_batch_than_runs_at_once() {
        assertThat(bound(4, 5).metadataConnections()).isEqualTo(5);
        assertThatThrownBy(() -> bound(4, 4))
                .hasStackTraceContaining(
                        "metadata-connections has to be more than concurrent-runs");
    }

    private static JobSettings bound(int runs, int connections) {
        return new Binder(
                        new MapConfigurationPropertySource(
                                Map.of(
                                        "megatron.jobs.concurrent-runs", runs,
                                        "megatron.jobs.metadata-connections", connections)))
                .bind("megatron.jobs", JobSettings.class)
                .get();
    }
}
