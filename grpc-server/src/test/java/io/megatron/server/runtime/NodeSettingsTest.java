package io.megatron.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class NodeSettingsTest {
    @Test
    void what_is_set_to_nothing_is_named() {
        assertThat(bound("jobs", "here").dataFolder()).isEqualTo(Path.of("here"));
        assertThatThrownBy(() -> bound("jobs", ""))
                .hasStackTraceContaining("MEGATRON_DATA is empty");
        assertThatThrownBy(() -> bound("", "here"))
                .hasStackTraceContaining("MEGATRON_ROLES is empty");
    }

    private static NodeSettings bound(String roles, String dataFolder) {
        return new Binder(
                        new MapConfigurationPropertySource(
                                Map.of(
                                        "megatron.node.roles", roles,
                                        "megatron.node.data-folder", dataFolder)))
                .bind("megatron.node", NodeSettings.class)
                .get();
    }
}
