package io.megatron.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Root must borrow another user, and says what to do where that one cannot go; anybody else skips
 * these tests.
 */
@Timeout(60)
class ServerUserTest {
    @TempDir Path temporary;
    private Path rootOnly = Path.of("");

    @BeforeEach
    void asRoot() throws Exception {
        assumeTrue(new UnixSystem().getUid() == 0, "needs root");
        rootOnly = temporary.toRealPath().resolve("root-only");
        Files.createDirectory(
                rootOnly,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Test
    void root_without_privileges_still_reaches_a_folder_only_root_may_enter() throws Exception {
        assumeTrue(ServerUser.rootWithoutPrivileges().isPresent(), "needs user namespaces");
        Path folder = Files.createDirectory(rootOnly.resolve("postgres"));
        assertThat(ServerUser.whoReaches(folder).uid()).isZero();
    }

    @Test
    void nobody_is_told_which_folder_stops_him() throws Exception {
        Path folder = Files.createDirectory(rootOnly.resolve("postgres"));
        ServerUser nobody = nobody();
        assertThatThrownBy(() -> ServerUser.whoReaches(List.of(nobody), folder))
                .isInstanceOf(DevServiceException.class)
                .hasMessageContaining("Postgres refuses to run as root")
                .hasMessageMatching("(?s).*nobody cannot enter /.*chmod o\\+x.*");
    }

    @Test
    void data_moves_from_nobody_to_root_without_privileges() throws Exception {
        assumeTrue(ServerUser.rootWithoutPrivileges().isPresent(), "needs user namespaces");
        for (Path way = rootOnly;
                !way.equals(temporary.toRealPath().getParent());
                way = way.resolve("..").normalize()) {
            Files.setPosixFilePermissions(way, PosixFilePermissions.fromString("rwx--x--x"));
        }
        Path folder = Files.createDirectory(rootOnly.resolve("postgres"));
        PostgresBinaries binaries = PostgresBinaries.unpacked();
        ServerUser user = ServerUser.whoReaches(List.of(nobody()), folder, binaries.folder());
        RunningPostgres server =
                new StartingPostgres(new PostgresHome(folder, binaries, user), true).start();
        new PostgresRoles(server).prepare();
        assertThat(Files.getAttribute(folder.resolve("data"), "unix:uid")).isEqualTo(user.uid());
        server.stopCleanly();
        try (DevPostgres postgres = DevPostgres.start(folder)) {
            assertThat(Sql.ask(postgres.appUrl(), "SELECT 1")).isEqualTo("1");
            assertThat(Files.getAttribute(folder.resolve("data"), "unix:uid")).isEqualTo(0);
        }
    }

    private static ServerUser nobody() {
        Optional<ServerUser> nobody = ServerUser.nobody();
        assumeTrue(nobody.isPresent(), "needs setpriv or runuser");
        return nobody.orElseThrow();
    }
}
