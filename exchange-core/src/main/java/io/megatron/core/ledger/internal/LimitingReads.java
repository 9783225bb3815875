package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.ReadDeadline;
import java.sql.Connection;
import java.time.Duration;
import org.apache.ibatis.executor.statement.StatementHandler;
import org.apache.ibatis.plugin.Interceptor;
import org.apache.ibatis.plugin.Intercepts;
import org.apache.ibatis.plugin.Invocation;
import org.apache.ibatis.plugin.Signature;

/**
 * Gives every statement the time its caller has left. JDBC counts in whole seconds, so a read may
 * outlive its caller by less than one.
 */
@Intercepts(
        @Signature(
                type = StatementHandler.class,
                method = "prepare",
                args = {Connection.class, Integer.class}))
public final class LimitingReads implements Interceptor {
    private static final int TIMEOUT = 1;

    @Override
    public Object intercept(Invocation invocation) throws Throwable {
        ReadDeadline.remaining()
                .ifPresent(left -> invocation.getArgs()[TIMEOUT] = wholeSeconds(left));
        return invocation.proceed();
    }

    private static int wholeSeconds(Duration left) {
        return (int) Math.clamp(left.plusMillis(999).toSeconds(), 1, Integer.MAX_VALUE);
    }
}
