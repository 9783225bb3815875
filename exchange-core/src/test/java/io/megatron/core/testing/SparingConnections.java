package io.megatron.core.testing;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Keeps one connection of each kind open instead of all there may be: a test seldom needs more, and
 * what it does need is opened when it asks.
 */
final class SparingConnections implements BeanPostProcessor {
    private static final int ENOUGH_FOR_MOST = 1;

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof DelegatingDataSource connections
                && connections.getTargetDataSource() instanceof HikariDataSource pool) {
            pool.setMinimumIdle(ENOUGH_FOR_MOST);
        }
        return bean;
    }
}
