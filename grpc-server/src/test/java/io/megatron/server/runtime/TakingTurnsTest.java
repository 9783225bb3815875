package io.megatron.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TakingTurnsTest {

    @ParameterizedTest(name = "api {0}, jobs {1}: yields {2}")
    @CsvSource({"true, true, false", "true, false, false", "false, true, true"})
    void only_a_node_that_nobody_calls_leaves_the_book_to_others(
            boolean api, boolean jobs, boolean yields) {
        Set<NodeRole> roles =
                api && jobs
                        ? Set.of(NodeRole.API, NodeRole.JOBS)
                        : Set.of(api ? NodeRole.API : NodeRole.JOBS);

        assertThat(
                        new RuntimeConfiguration()
                                .bookPace(new NodeSettings(roles, Path.of("data")))
                                .yielding())
                .isEqualTo(yields);
    }
}
