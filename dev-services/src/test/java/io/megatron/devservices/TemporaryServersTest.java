package io.megatron.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers of tests leave nothing behind, even if the test was killed. */
@Timeout(60)
class TemporaryServersTest {
    private static final Path TEMPORARY = Path.of("temporary");

    @Test
    void all_tests_of_a_process_share_one_postgres_and_one_redis() {
        assertThat(SharedTestPostgres.get()).isSameAs(SharedTestPostgres.get());
        assertThat(SharedTestRedis.get()).isSameAs(SharedTestRedis.get());
    }

    @Test
    void a_closed_postgres_leaves_neither_process_nor_data() throws Exception {
        DevPostgres postgres = DevPostgres.startTemporary();
        long pid = postgres.pid();
        Path data =
                Path.of(Sql.ask(postgres.jdbcUrl("postgres", "postgres"), "SHOW data_directory"));
        assertThat(data).exists();
        postgres.close();
        postgres.close();
        assertThat(data.getParent()).doesNotExist();
        assertThat(ProcessHandle.of(pid).filter(Processes::lives)).isEmpty();
    }

    @Test
    void a_closed_redis_leaves_neither_process_nor_data() throws Exception {
        DevRedis redis = DevRedis.startTemporary();
        Path folder = folderOf(redis.port());
        assertThat(folder).exists();
        redis.close();
        redis.close();
        assertThat(folder).doesNotExist();
        assertThat(ProcessHandle.of(redis.pid()).filter(Processes::lives)).isEmpty();
    }

    @Test
    void what_a_killed_test_left_behind_is_removed_by_the_next_one() throws Exception {
        long orphan;
        try (Owner owner = Owner.starting(PostgresOwner.class, TEMPORARY)) {
            orphan = Long.parseLong(owner.answer());
        }
        ProcessHandle process = ProcessHandle.of(orphan).orElseThrow();
        assertThat(Processes.lives(process)).isTrue();
        DevPostgres.startTemporary().close();
        assertThat(Processes.lives(process)).isFalse();
    }

    @Test
    void a_living_test_keeps_its_server_when_another_one_starts() throws Exception {
        try (Owner owner = Owner.starting(RedisOwner.class, TEMPORARY)) {
            ProcessHandle server = ProcessHandle.of(Long.parseLong(owner.answer())).orElseThrow();
            DevRedis.startTemporary().close();
            assertThat(Processes.lives(server)).isTrue();
            owner.kill();
            DevRedis.startTemporary().close();
            assertThat(Processes.lives(server)).isFalse();
        }
    }

    private static Path folderOf(int port) throws Exception {
        try (RedisConversation conversation = new RedisConversation(port)) {
            return Path.of(conversation.ask("CONFIG", "GET", "dir").getLast());
        }
    }
}
