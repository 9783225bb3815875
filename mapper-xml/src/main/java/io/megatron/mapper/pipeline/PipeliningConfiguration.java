package io.megatron.mapper.pipeline;

import org.apache.ibatis.executor.Executor;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.transaction.Transaction;

/** A configuration whose sessions collect writes, see {@link PipeliningExecutor}. */
public final class PipeliningConfiguration extends Configuration {

    @Override
    public Executor newExecutor(Transaction transaction, ExecutorType executorType) {
        return new PipeliningExecutor(this, transaction);
    }
}
