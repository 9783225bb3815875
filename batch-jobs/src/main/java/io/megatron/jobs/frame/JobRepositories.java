package io.megatron.jobs.frame;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.megatron.core.ledger.DatabaseAddress;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.support.JdbcDefaultBatchConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Isolation;

/**
 * Spring Batch over connections of its own, READ COMMITTED: its default for the metadata would
 * abort when two nodes begin runs at once. A run is worked on by the thread that took it up.
 */
@Configuration(proxyBeanMethods = false)
class JobRepositories extends JdbcDefaultBatchConfiguration implements AutoCloseable {
    private final HikariDataSource connections;
    private final JdbcTransactionManager transactions;

    JobRepositories(DatabaseAddress address, JobSettings settings) {
        connections = connections("batch", address, settings.metadataConnections());
        transactions = new JdbcTransactionManager(connections);
    }

    static HikariDataSource connections(String name, DatabaseAddress address, int size) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("megatron-" + name);
        pool.setJdbcUrl(address.applicationUrl());
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(1);
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        pool.addDataSourceProperty("ApplicationName", "megatron-" + name);
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("connectTimeout", "2");
        pool.addDataSourceProperty("options", "-c jit=off -c statement_timeout=60s");
        return new HikariDataSource(pool);
    }

    @Override
    protected DataSource getDataSource() {
        return connections;
    }

    @Override
    protected PlatformTransactionManager getTransactionManager() {
        return transactions;
    }

    @Override
    protected Isolation getIsolationLevelForCreate() {
        return Isolation.READ_COMMITTED;
    }

    @Override
    protected TaskExecutor getTaskExecutor() {
        return new SyncTaskExecutor();
    }

    PlatformTransactionManager transactions() {
        return transactions;
    }

    @Override
    public void close() {
        connections.close();
    }
}
