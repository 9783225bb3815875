package io.megatron.devservices;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A postmaster that is known to be the one of this folder. */
record RunningPostgres(PostgresHome home, ProcessHandle process, int port) {
    private static final Logger LOG = LoggerFactory.getLogger(RunningPostgres.class);
    private static final Duration FAST_STOP = Duration.ofSeconds(60);
    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(20);
    static final String SUPERUSER = "postgres";

    Connection connectAsSuperuser(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", home.superuserPassword());
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "120");
        properties.setProperty("ApplicationName", "megatron-dev-services");
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(Ports.LOOPBACK, port, database), properties);
    }

    /** Ends all sessions and writes a checkpoint, so that the next start has nothing to recover. */
    void stopCleanly() {
        stop("fast", FAST_STOP);
    }

    /** For data that nobody needs again; what was committed would still be recovered. */
    void stopAtOnce() {
        stop("immediate", IMMEDIATE_STOP);
    }

    private void stop(String mode, Duration patience) {
        if (!Processes.lives(process)) {
            LOG.warn("Postgres {} was already gone, data {}", process.pid(), home.data());
            return;
        }
        Command.Result result = pgCtlStop(mode, patience);
        if (!result.succeeded() && Processes.lives(process)) {
            LOG.warn(
                    "Postgres {} did not stop in mode {}: {}",
                    process.pid(),
                    mode,
                    result.output());
            stopByForce();
        }
        LOG.info("Postgres stopped, pid {}, port {}", process.pid(), port);
    }

    /** Even a killed postmaster loses no commit: the next start recovers it from the log. */
    private void stopByForce() {
        if (pgCtlStop("immediate", IMMEDIATE_STOP).succeeded()) {
            return;
        }
        process.destroyForcibly();
        if (!Waiting.until(IMMEDIATE_STOP, () -> !Processes.lives(process))) {
            throw new DevServiceException(
                    "Postgres %d does not end. %s".formatted(process.pid(), home.logTail(0)));
        }
    }

    private Command.Result pgCtlStop(String mode, Duration patience) {
        String seconds = Long.toString(patience.toSeconds());
        return home.run(
                patience.plusSeconds(5),
                "pg_ctl",
                "stop",
                "-w",
                "-m",
                mode,
                "-t",
                seconds,
                "-D",
                home.data().toString());
    }
}
