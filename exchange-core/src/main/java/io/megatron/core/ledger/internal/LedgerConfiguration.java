package io.megatron.core.ledger.internal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.megatron.core.ledger.BookSettings;
import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.core.ledger.DatabaseSettings;
import io.megatron.core.ledger.SecondAdministratorSettings;
import io.megatron.mapper.Mappers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.apache.ibatis.session.SqlSessionFactory;
import org.mybatis.spring.SqlSessionFactoryBean;
import org.mybatis.spring.SqlSessionTemplate;
import org.mybatis.spring.annotation.MapperScan;
import org.postgresql.core.Oid;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Connections, and the mappers that use them. */
@Configuration(proxyBeanMethods = false)
@MapperScan(basePackageClasses = Mappers.class, sqlSessionTemplateRef = "sqlSessionTemplate")
@EnableConfigurationProperties({
    BookSettings.class,
    DatabaseSettings.class,
    SecondAdministratorSettings.class
})
class LedgerConfiguration {
    private static final String BY_KEY_ONLY =
            "-c jit=off -c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off"
                    + " -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan";

    /**
     * What is done beside the book, however long it takes, has one processor at the most: the book
     * needs the others.
     */
    private static final String BESIDE_THE_BOOK =
            "-c jit=off -c statement_timeout=60s -c max_parallel_workers_per_gather=0";

    @Bean
    BoundedDataSource bookConnections(
            DatabaseAddress address,
            DatabaseSettings settings,
            BookSettings book,
            MeterRegistry registry) {
        HikariConfig pool = pool("book", address, settings.bookConnections(), registry);
        pool.setAutoCommit(false);
        pool.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        pool.addDataSourceProperty("options", bookOptions(book));
        pool.addDataSourceProperty("socketTimeout", "15");
        return new BoundedDataSource(new HikariDataSource(pool));
    }

    /** As many as of the book: each of its lanes looks ahead by itself. */
    @Bean
    BoundedDataSource aheadConnections(
            DatabaseAddress address,
            DatabaseSettings settings,
            BookSettings book,
            MeterRegistry registry) {
        HikariConfig pool = pool("ahead", address, settings.bookConnections(), registry);
        pool.setReadOnly(true);
        pool.addDataSourceProperty(
                "options", BY_KEY_ONLY + " -c default_transaction_read_only=on" + timeOut(book));
        pool.addDataSourceProperty("socketTimeout", "15");
        return new BoundedDataSource(new HikariDataSource(pool));
    }

    @Bean
    BoundedDataSource readConnections(
            DatabaseAddress address, DatabaseSettings settings, MeterRegistry registry) {
        HikariConfig pool = pool("reads", address, settings.readConnections(), registry);
        pool.setReadOnly(true);
        pool.addDataSourceProperty(
                "options", BESIDE_THE_BOOK + " -c default_transaction_read_only=on");
        return new BoundedDataSource(new HikariDataSource(pool));
    }

    @Bean
    BoundedDataSource sideConnections(
            DatabaseAddress address, DatabaseSettings settings, MeterRegistry registry) {
        HikariConfig pool = pool("beside", address, settings.sideConnections(), registry);
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        // A frozen node must not keep the others from what it holds.
        pool.addDataSourceProperty(
                "options", BESIDE_THE_BOOK + " -c idle_in_transaction_session_timeout=10s");
        return new BoundedDataSource(new HikariDataSource(pool));
    }

    private static HikariConfig pool(
            String name, DatabaseAddress address, int size, MeterRegistry registry) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("megatron-" + name);
        pool.setJdbcUrl(address.applicationUrl());
        pool.setMaximumPoolSize(size);
        pool.setConnectionTimeout(Duration.ofSeconds(2).toMillis());
        pool.setInitializationFailTimeout(Duration.ofSeconds(10).toMillis());
        pool.setMetricRegistry(registry);
        pool.addDataSourceProperty("ApplicationName", "megatron-" + name);
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("connectTimeout", "2");
        pool.addDataSourceProperty("binaryTransferEnable", Integer.toString(Oid.UUID_ARRAY));
        return pool;
    }

    /**
     * Every statement of the book finds its rows by key, so the planner is left no other way: a
     * plan made while a table was small would scan it for every key until the next ANALYZE, a
     * hundred times slower. So the plan is the same whatever the parameters are, and made once.
     * Whoever holds the book and stops talking loses it, so that the others go on; where it stops
     * in the middle of a message, Postgres does not count it as idle, so the statement that takes
     * the book sets a time for the whole transaction from then on.
     */
    private static String bookOptions(BookSettings book) {
        return BY_KEY_ONLY
                + (" -c idle_in_transaction_session_timeout="
                        + book.frozenOwnerTimeout().toMillis())
                + (" -c megatron.frozen_owner_timeout=" + book.frozenOwnerTimeout().toMillis())
                + (" -c tcp_user_timeout=" + book.frozenOwnerTimeout().toMillis())
                + (" -c lock_timeout=" + book.lockTimeout().toMillis())
                + timeOut(book);
    }

    private static String timeOut(BookSettings book) {
        return " -c statement_timeout=" + book.statementTimeout().toMillis();
    }

    @Bean
    @Primary
    Connections.Routing dataSource(
            BoundedDataSource bookConnections,
            BoundedDataSource aheadConnections,
            BoundedDataSource readConnections,
            BoundedDataSource sideConnections) {
        Connections.Routing routing = new Connections.Routing();
        routing.setTargetDataSources(
                Map.of(
                        Connections.Pool.BOOK, bookConnections,
                        Connections.Pool.AHEAD, aheadConnections,
                        Connections.Pool.READS, readConnections,
                        Connections.Pool.BESIDE, sideConnections));
        return routing;
    }

    @Bean
    Connections connections(Connections.Routing dataSource) {
        return new Connections(dataSource);
    }

    @Bean
    SqlSessionTemplate sqlSessionTemplate(Connections.Routing dataSource) throws Exception {
        SqlSessionFactoryBean factory = new SqlSessionFactoryBean();
        factory.setDataSource(dataSource);
        factory.setConfiguration(Mappers.configuration());
        factory.setPlugins(new LimitingReads());
        SqlSessionFactory built = factory.getObject();
        return new SqlSessionTemplate(built);
    }
}
