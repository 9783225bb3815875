package io.megatron.mapper.pipeline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.ibatis.executor.BatchExecutor;
import org.apache.ibatis.executor.BatchResult;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ResultHandler;
import org.apache.ibatis.session.RowBounds;
import org.apache.ibatis.transaction.Transaction;

/**
 * Collects writes until a query, a flush or the commit, and sends them as one statement of many, in
 * one round trip. MyBatis' own batches are of one statement with many parameter sets; ours are of
 * many statements with one set each, since every write is a bulk write already.
 *
 * <p>On two busy cores each round trip makes the writer wait for its turn on a processor twice,
 * while it holds the book: nine of them cost more than what they carry.
 */
final class PipeliningExecutor extends BatchExecutor {
    private final List<Write> writes = new ArrayList<>();

    private record Write(MappedStatement statement, Object parameter, BoundSql sql) {}

    PipeliningExecutor(Configuration configuration, Transaction transaction) {
        super(configuration, transaction);
    }

    /** How many rows a collected write will touch is not known yet. */
    @Override
    public int doUpdate(MappedStatement statement, Object parameter) {
        writes.add(new Write(statement, parameter, statement.getBoundSql(parameter)));
        return BatchExecutor.BATCH_UPDATE_RETURN_VALUE;
    }

    @Override
    @SuppressWarnings("unchecked") // the rows are of the type that the statement maps to
    public <E> List<E> doQuery(
            MappedStatement statement,
            Object parameter,
            RowBounds rowBounds,
            ResultHandler handler,
            BoundSql sql)
            throws SQLException {
        Optional<AskingTogether> round = AskingTogether.current();
        return round.isPresent()
                ? (List<E>)
                        round.get()
                                .answer(this, this::prepare, statement, parameter, sql, rowBounds)
                : super.doQuery(statement, parameter, rowBounds, handler, sql);
    }

    private PreparedStatement prepare(MappedStatement first, String sql) throws SQLException {
        send();
        return getConnection(first.getStatementLog()).prepareStatement(sql);
    }

    /** Called before every query and commit as well. */
    @Override
    public List<BatchResult> doFlushStatements(boolean isRollback) throws SQLException {
        if (isRollback) {
            writes.clear();
        } else {
            send();
        }
        return List.of();
    }

    private void send() throws SQLException {
        if (writes.isEmpty()) {
            return;
        }
        List<Write> sent = List.copyOf(writes);
        writes.clear();
        String sql =
                sent.stream().map(write -> write.sql().getSql()).collect(Collectors.joining(";"));
        Connection connection = getConnection(sent.getFirst().statement().getStatementLog());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(sent, statement);
            statement.execute();
        }
    }

    private void bind(List<Write> sent, PreparedStatement statement) throws SQLException {
        Parameters parameters = new Parameters(configuration, statement);
        for (Write write : sent) {
            parameters.setNext(write.sql(), write.parameter());
        }
    }
}
