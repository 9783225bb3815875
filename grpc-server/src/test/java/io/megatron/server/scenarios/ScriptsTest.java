package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What is done on an installation's database by a script, beside its server and without it. */
@Tag("scenario")
@Timeout(180)
class ScriptsTest {
    private static final String USER = "01890a5d-ac96-774b-bcce-b302099a8057";
    private static final String[] SEED = {
        "seed", "--users", "60", "--assets", "2", "--trades", "600"
    };

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void administrators_and_data_are_made_beside_a_server_and_without_one() throws Exception {
        try (Installation installation = Installation.startedBefore(folder)) {
            ServerProcess server = installation.start(Map.of());

            assertThat(run(installation, 0, "admin", "create", USER))
                    .contains("registered " + USER + ", who is an administrator now")
                    .doesNotContain("building");
            assertThat(run(installation, 0, SEED))
                    .contains("60 users, 2 assets, 600 trades", "reconciliation: clean");

            server.handle().destroy();
            server.awaitExit();
            assertThat(run(installation, 0, SEED))
                    .contains("60 users, 2 assets, 600 trades", "reconciliation: clean");
        }
    }

    @Test
    void what_cannot_be_made_is_said_before_anything_starts() throws Exception {
        try (Installation installation = new Installation(folder)) {
            assertThat(run(installation, 2, "seed", "--users", "many"))
                    .contains("--users needs a whole number");
            assertThat(run(installation, 2, "seed", "--users", "0"))
                    .contains("users has to be from 1 to 10000000");
            assertThat(run(installation, 2, "admin", "create", "me")).contains("'me' is no UUID");
            assertThat(installation.data()).doesNotExist();
        }
    }

    @Test
    void an_option_without_its_value_is_named() throws Exception {
        try (Installation installation = new Installation(folder)) {
            assertThat(run(installation, 2, "run", "--home"))
                    .isEqualTo("run: --home needs a folder; 'scripts/run --help' tells more\n");
            String nowhere = folder.resolve("nowhere").toString();
            assertThat(run(installation, 1, "run", "--home", nowhere))
                    .contains("there is no folder " + nowhere, "mkdir -p " + nowhere);
            assertThat(run(installation, 2, "call", "AssetService/ListAssets", "--role"))
                    .isEqualTo("call: --role needs a value; 'scripts/call --help' tells more\n");
            assertThat(run(installation, 2, "call", "ListAssets"))
                    .contains("'ListAssets' is no SERVICE/METHOD");
        }
    }

    @Test
    void whoever_names_a_jdk_that_is_none_is_told_so_and_not_given_another() throws Exception {
        try (Installation installation = new Installation(folder)) {
            Map<String, String> named = Map.of("MEGATRON_JAVA_HOME", folder.toString());

            assertThat(run(installation, named, 1, "run"))
                    .isEqualTo(
                            ("MEGATRON_JAVA_HOME is %s, where there is no JDK 25. Set it to the"
                                            + " folder of one, or unset it to have one looked"
                                            + " for.\n")
                                    .formatted(folder));
            assertThat(installation.data()).doesNotExist();
        }
    }

    private static String run(Installation installation, int status, String... words)
            throws IOException, InterruptedException {
        return run(
                installation,
                Map.of("MEGATRON_JAVA_HOME", System.getProperty("java.home")),
                status,
                words);
    }

    /** What a script printed, after it ended with this status. */
    private static String run(
            Installation installation, Map<String, String> settings, int status, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Arrays.asList(words));
        command.set(0, Path.of("../scripts").resolve(words[0]).toAbsolutePath().toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("MEGATRON_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(settings);
        builder.environment().put("MEGATRON_DATA", installation.data().toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(status);
        return said;
    }
}
