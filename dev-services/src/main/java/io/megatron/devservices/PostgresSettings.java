package io.megatron.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two configuration files, written anew before every start.
 *
 * <p>The three settings that make a commit durable are spelled out, as this data is meant to
 * survive a killed process and a killed machine. Only the loopback may connect. There the two roles
 * of the application need no password, as the whole server is one developer's; production brings a
 * Postgres of its own.
 */
final class PostgresSettings {
    static final String MAIN_FILE = "postgresql.conf";
    static final String ACCESS_FILE = "pg_hba.conf";

    private PostgresSettings() {}

    static void write(Path data, int port) throws IOException {
        Files.writeString(data.resolve(MAIN_FILE), main(port));
        Files.writeString(data.resolve(ACCESS_FILE), access());
    }

    private static String main(int port) {
        return """
        # Written at every start; what shall last belongs into ALTER SYSTEM.
        listen_addresses = '%s'
        port = %d
        unix_socket_directories = ''
        max_connections = 100

        fsync = on
        synchronous_commit = on
        full_page_writes = on

        shared_buffers = 1GB
        max_wal_size = 2GB
        min_wal_size = 256MB
        wal_init_zero = off
        autovacuum_naptime = 15s
        autovacuum_analyze_scale_factor = 0.5

        timezone = 'UTC'
        log_timezone = 'UTC'
        log_destination = 'stderr'
        logging_collector = off
        log_line_prefix = '%%m [%%p] %%u@%%d '
        lc_messages = 'C'
        """
                .formatted(Ports.LOOPBACK, port);
    }

    private static String access() {
        return """
        # Written at every start.
        host all %s %s/32 scram-sha-256
        host all %s,%s %s/32 trust
        """
                .formatted(
                        RunningPostgres.SUPERUSER,
                        Ports.LOOPBACK,
                        PostgresRoles.OWNER,
                        PostgresRoles.APP,
                        Ports.LOOPBACK);
    }
}
