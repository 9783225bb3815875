package io.megatron.devservices;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over the server that a killed owner left behind.
 *
 * <p>A process id alone proves nothing, since the system gives it to somebody else sooner or later.
 * So the server must answer on the port of its file, name our data folder, and the backend that
 * answers must be a child of that process.
 */
final class AdoptingPostgres {
    private static final Logger LOG = LoggerFactory.getLogger(AdoptingPostgres.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PostgresHome home;

    AdoptingPostgres(PostgresHome home) {
        this.home = home;
    }

    /** Empty means that no server runs on this data and that a new one may be started. */
    Optional<RunningPostgres> adopt() {
        Optional<ProcessHandle> process =
                PostmasterFile.read(home.postmasterFile())
                        .flatMap(file -> ProcessHandle.of(file.pid()))
                        .filter(ProcessHandle::isAlive);
        return process.isEmpty() ? Optional.empty() : adopt(process.get());
    }

    /** The server that runs on this data, seen without taking it over. */
    Optional<RunningPostgres> running() {
        return PostmasterFile.read(home.postmasterFile())
                .flatMap(file -> ProcessHandle.of(file.pid()))
                .filter(ProcessHandle::isAlive)
                .flatMap(this::answering);
    }

    private Optional<RunningPostgres> adopt(ProcessHandle process) {
        Optional<RunningPostgres> answering = answering(process);
        if (answering.isEmpty() && looksLikeOurs(process)) {
            // It may be recovering from the very crash that orphaned it, or still be shutting down.
            Waiting.until(
                    PATIENCE, () -> !Processes.lives(process) || answering(process).isPresent());
            answering = answering(process);
        }
        if (answering.isPresent()) {
            LOG.info("Postgres adopted, pid {}, port {}", process.pid(), answering.get().port());
            return answering;
        }
        giveUp(process);
        return Optional.empty();
    }

    private void giveUp(ProcessHandle process) {
        if (Processes.lives(process) && looksLikeOurs(process)) {
            LOG.warn(
                    "Postgres {} runs on {} but does not answer, stopping it",
                    process.pid(),
                    home.data());
            new RunningPostgres(home, process, 0).stopCleanly();
        } else if (process.isAlive()) {
            LOG.info(
                    "{} names process {}, which is not the server, ignoring it",
                    home.postmasterFile(),
                    process.pid());
            PostmasterFile.disown(home.postmasterFile());
        }
    }

    private Optional<RunningPostgres> answering(ProcessHandle process) {
        return PostmasterFile.read(home.postmasterFile())
                .filter(file -> file.pid() == process.pid() && file.port().isPresent())
                .map(file -> new RunningPostgres(home, process, file.port().getAsInt()))
                .filter(this::isOurs);
    }

    private boolean isOurs(RunningPostgres candidate) {
        try (Connection connection = candidate.connectAsSuperuser("postgres");
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT pg_backend_pid(), current_setting('data_directory')")) {
            row.next();
            long backend = row.getLong(1);
            Path data = Path.of(row.getString(2));
            return data.equals(home.data()) && isChild(backend, candidate.process());
        } catch (SQLException noAnswer) {
            return false;
        }
    }

    private static boolean isChild(long backend, ProcessHandle postmaster) {
        return ProcessHandle.of(backend)
                .flatMap(ProcessHandle::parent)
                .filter(postmaster::equals)
                .isPresent();
    }

    /** For a server that does not answer only its command line is left to be judged. */
    private boolean looksLikeOurs(ProcessHandle process) {
        boolean isPostgres =
                process.info()
                        .command()
                        .map(Path::of)
                        .filter(path -> path.endsWith("postgres"))
                        .isPresent();
        List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
        return isPostgres && arguments.contains(home.data().toString());
    }
}
