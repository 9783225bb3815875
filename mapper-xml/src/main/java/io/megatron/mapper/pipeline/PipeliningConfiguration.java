package io.megatron.mapper.pipeline;

import java.util.List;
import org.apache.ibatis.executor.Executor;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.mapping.ResultMap;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.transaction.Transaction;

/**
 * A configuration whose sessions collect writes, see {@link PipeliningExecutor}, and whose rows are
 * records, see {@link RecordMaps}.
 */
public final class PipeliningConfiguration extends Configuration {

    /**
     * Takes over mappers that another configuration has read from their XML, which is not read
     * again. Its statements are made anew, since each asks its own configuration for plugins.
     */
    public void take(List<Class<?>> mappers, Configuration read) {
        for (String name : read.getMappedStatementNames()) {
            // Under its last word alone a statement is there a second time.
            if (name.contains(".")) {
                addMappedStatement(copy(read.getMappedStatement(name)));
            }
        }
        for (Class<?> mapper : mappers) {
            addLoadedResource(mapper.toString());
            addMapper(mapper);
        }
    }

    /** With all that our XML says of a statement. */
    private MappedStatement copy(MappedStatement read) {
        return new MappedStatement.Builder(
                        this, read.getId(), read.getSqlSource(), read.getSqlCommandType())
                .resource(read.getResource())
                .resultMaps(read.getResultMaps())
                .flushCacheRequired(read.isFlushCacheRequired())
                .useCache(read.isUseCache())
                .dirtySelect(read.isDirtySelect())
                .build();
    }

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
