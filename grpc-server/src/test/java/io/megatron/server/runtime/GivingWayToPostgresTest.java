package io.megatron.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class GivingWayToPostgresTest {
    private static final int POLICY = 38;
    private static final String SCHED_OTHER = "0";
    private static final String SCHED_BATCH = "3";

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_node_does_not_push_postgres_off_a_processor() throws Exception {
        Process node = new ProcessBuilder("sleep", "60").start();
        try {
            // It has what this process has, in which a whole node may have run.
            new ProcessBuilder("chrt", "--other", "--pid", "0", Long.toString(node.pid()))
                    .start()
                    .waitFor();
            assertThat(policyOf(node)).isEqualTo(SCHED_OTHER);

            assertThat(GivingWayToPostgres.giveWay(node.toHandle())).isTrue();

            assertThat(policyOf(node)).isEqualTo(SCHED_BATCH);
        } finally {
            node.destroy();
        }
    }

    /** The 41st field of proc_pid_stat(5); the first two are before what is split. */
    private static String policyOf(Process process) throws IOException {
        String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        return line.substring(line.lastIndexOf(')') + 2).split(" ")[POLICY];
    }
}
