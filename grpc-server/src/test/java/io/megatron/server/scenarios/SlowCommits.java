package io.megatron.server.scenarios;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes every commit wait before it is written to the disk, so that whatever happens at a random
 * moment mostly happens during a commit.
 */
final class SlowCommits {
    private static final int DELAY_MICROS = 25_000;

    private SlowCommits() {}

    /**
     * @param url of a superuser
     */
    static void on(String url) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set commit_siblings = 0");
            statement.execute("alter system set commit_delay = " + DELAY_MICROS);
            statement.execute("select pg_reload_conf()");
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
