package io.megatron.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Redis in a folder: what it keeps, whom it is adopted by, and whom it refuses. */
@Timeout(60)
class DevRedisTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir private static Path temporary = Path.of("");
    private static Path folder = Path.of("");

    /** A space and quotes, as in the name of many a home folder. */
    @BeforeAll
    static void nameTheFolder() throws Exception {
        folder = temporary.toRealPath().resolve("it's \"data\"").resolve("redis");
    }

    /** What a failed test left running is adopted and stopped. */
    @AfterEach
    void stopWhatIsLeft() {
        if (Files.exists(folder.resolve("redis.pid"))) {
            DevRedis.start(folder).close();
        }
    }

    @Test
    void a_key_and_the_port_survive_close_and_restart() throws Exception {
        int port;
        try (DevRedis redis = DevRedis.start(folder)) {
            set(redis, "last-event", "41");
            port = redis.port();
            assertThat(redis.url()).isEqualTo("redis://127.0.0.1:" + port);
        }
        try (DevRedis redis = DevRedis.start(folder)) {
            assertThat(get(redis, "last-event")).isEqualTo("41");
            assertThat(redis.port()).isEqualTo(port);
        }
    }

    @Test
    void a_key_survives_a_killed_server() throws Exception {
        try (DevRedis redis = DevRedis.start(folder)) {
            set(redis, "last-event", "42");
            ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();
            process.destroyForcibly();
            assertThat(Waiting.until(SOON, () -> !Processes.lives(process))).isTrue();
        }
        try (DevRedis redis = DevRedis.start(folder)) {
            assertThat(get(redis, "last-event")).isEqualTo("42");
        }
    }

    @Test
    void the_orphan_of_a_killed_owner_is_adopted_and_stopped() throws Exception {
        long pid;
        try (Owner owner = Owner.starting(RedisOwner.class, folder)) {
            pid = Long.parseLong(owner.answer());
        }
        try (DevRedis redis = DevRedis.start(folder)) {
            assertThat(redis.pid()).isEqualTo(pid);
            set(redis, "last-event", "43");
        }
        assertThat(ProcessHandle.of(pid).filter(Processes::lives)).isEmpty();
        try (DevRedis redis = DevRedis.start(folder)) {
            assertThat(get(redis, "last-event")).isEqualTo("43");
        }
    }

    @Test
    void an_orphan_that_hangs_is_killed_and_replaced() throws Exception {
        long pid;
        try (Owner owner = Owner.starting(RedisOwner.class, folder)) {
            pid = Long.parseLong(owner.answer());
        }
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor())
                .isZero();
        try (DevRedis redis = DevRedis.start(folder)) {
            assertThat(redis.pid()).isNotEqualTo(pid);
            assertThat(ProcessHandle.of(pid).filter(Processes::lives)).isEmpty();
        }
    }

    @Test
    void a_second_owner_is_refused_in_this_process_and_in_another() throws Exception {
        String refusal =
                "Another Megatron (pid %d) uses this folder"
                        .formatted(ProcessHandle.current().pid());
        try (DevRedis redis = DevRedis.start(folder)) {
            assertThatThrownBy(() -> DevRedis.start(folder))
                    .isInstanceOf(DevServiceException.class)
                    .hasMessageContaining(refusal);
            try (Owner other = Owner.starting(RedisOwner.class, folder)) {
                assertThat(other.answer()).contains(refusal);
            }
            set(redis, "still", "here");
        }
    }

    @Test
    void a_process_that_got_the_number_of_a_dead_server_is_left_alone() throws Exception {
        DevRedis.start(folder).close();
        Process unrelated = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(folder.resolve("redis.pid"), unrelated.pid() + "\n");
            try (DevRedis redis = DevRedis.start(folder)) {
                assertThat(redis.pid()).isNotEqualTo(unrelated.pid());
            }
            assertThat(unrelated.isAlive()).isTrue();
        } finally {
            unrelated.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_foreign_redis_on_the_stored_port_is_not_adopted() throws Exception {
        DevRedis.start(folder).close();
        try (DevRedis foreign = DevRedis.startTemporary()) {
            Ports.store(folder.resolve("redis.port"), foreign.port());
            try (DevRedis redis = DevRedis.start(folder)) {
                assertThat(redis.port()).isNotEqualTo(foreign.port());
            }
            set(foreign, "still", "here");
        }
    }

    @Test
    void a_port_that_somebody_else_took_is_replaced() throws Exception {
        int port;
        try (DevRedis redis = DevRedis.start(folder)) {
            port = redis.port();
        }
        try (ServerSocket somebody =
                        new ServerSocket(port, 1, InetAddress.ofLiteral(Ports.LOOPBACK));
                DevRedis redis = DevRedis.start(folder)) {
            assertThat(redis.port()).isNotEqualTo(somebody.getLocalPort());
        }
    }

    @Test
    void a_platform_without_a_binary_is_named() {
        assertThatThrownBy(() -> new RedisHome(temporary).unpackProgram("Plan 9", "mips"))
                .isInstanceOf(DevServiceException.class)
                .hasMessageContaining("no Redis binary for Plan 9 on mips");
    }

    private static void set(DevRedis redis, String key, String value) throws IOException {
        try (RedisConversation conversation = new RedisConversation(redis.port())) {
            assertThat(conversation.ask("SET", key, value)).containsExactly("OK");
        }
    }

    private static String get(DevRedis redis, String key) throws IOException {
        try (RedisConversation conversation = new RedisConversation(redis.port())) {
            return conversation.ask("GET", key).getFirst();
        }
    }
}
