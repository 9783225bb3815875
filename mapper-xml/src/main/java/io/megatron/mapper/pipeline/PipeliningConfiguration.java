package io.megatron.mapper.pipeline;

import org.apache.ibatis.executor.Executor;
import org.apache.ibatis.mapping.ResultMap;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.transaction.Transaction;

/**
 * A configuration whose sessions collect writes, see {@link PipeliningExecutor}, and whose rows are
 * records, see {@link RecordMaps}.
 */
public final class PipeliningConfiguration extends Configuration {

    @Override
    public Executor newExecutor(Transaction transaction, ExecutorType executorType) {
        return new PipeliningExecutor(this, transaction);
    }

    @Override
    public ResultMap getResultMap(String id) {
        if (!hasResultMap(id)) {
            addResultMap(RecordMaps.of(this, id));
        }
        return super.getResultMap(id);
    }
}
