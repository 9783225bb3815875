package io.megatron.mapper.pipeline;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.ibatis.executor.Executor;
import org.apache.ibatis.executor.parameter.ParameterHandler;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.RowBounds;

/**
 * Asks several questions of one transaction in one round trip.
 *
 * <p>Each question is an ordinary call of a mapper, and is asked twice: the first time it is only
 * noted and answered with no rows; then all are sent together; the second time each gets its rows.
 * So a question must be a query for a list, and asking it must have no other effect than to keep
 * the answer.
 */
public final class AskingTogether {
    private static final ScopedValue<AskingTogether> CURRENT = ScopedValue.newInstance();

    private final List<Question> questions = new ArrayList<>();
    private final Deque<List<Object>> answers = new ArrayDeque<>();
    private boolean answered;

    private record Question(
            MappedStatement statement, Object parameter, BoundSql sql, RowBounds rowBounds) {}

    private AskingTogether() {}

    /** Asks all of them; afterwards each has kept its answer. */
    public static void ask(List<Runnable> questions) {
        AskingTogether round = new AskingTogether();
        ScopedValue.where(CURRENT, round)
                .run(
                        () -> {
                            questions.forEach(Runnable::run);
                            round.answered = true;
                            questions.forEach(Runnable::run);
                            round.requireAllTaken();
                        });
    }

    /** A question that was asked the first time only would leave its answer to the next one. */
    private void requireAllTaken() {
        if (!questions.isEmpty() || !answers.isEmpty()) {
            throw new IllegalStateException("a question did not take its answer");
        }
    }

    static Optional<AskingTogether> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** Prepares a statement on the transaction's connection. */
    @FunctionalInterface
    interface Preparing {
        PreparedStatement prepare(MappedStatement first, String sql) throws SQLException;
    }

    /** Notes a question, or gives its rows. */
    List<Object> answer(
            Executor executor,
            Preparing preparing,
            MappedStatement statement,
            Object parameter,
            BoundSql sql,
            RowBounds rowBounds)
            throws SQLException {
        if (!answered) {
            questions.add(new Question(statement, parameter, sql, rowBounds));
            return List.of();
        }
        if (!questions.isEmpty()) {
            sendAll(executor, preparing);
            questions.clear();
        }
        return answers.remove();
    }

    private void sendAll(Executor executor, Preparing preparing) throws SQLException {
        String sql =
                questions.stream()
                        .map(question -> question.sql().getSql())
                        .collect(Collectors.joining(";"));
        try (PreparedStatement all = preparing.prepare(questions.getFirst().statement(), sql)) {
            bind(all);
            all.execute();
            for (Question question : questions) {
                answers.add(rows(executor, question, all));
            }
        }
    }

    private void bind(PreparedStatement all) throws SQLException {
        Parameters parameters =
                new Parameters(questions.getFirst().statement().getConfiguration(), all);
        for (Question question : questions) {
            parameters.setNext(question.sql(), question.parameter());
        }
    }

    /** Takes one result set, and leaves the statement at the next. */
    private static List<Object> rows(Executor executor, Question question, PreparedStatement all)
            throws SQLException {
        MappedStatement statement = question.statement();
        Configuration configuration = statement.getConfiguration();
        ParameterHandler parameters =
                configuration.newParameterHandler(statement, question.parameter(), question.sql());
        return configuration
                .newResultSetHandler(
                        executor,
                        statement,
                        question.rowBounds(),
                        parameters,
                        Executor.NO_RESULT_HANDLER,
                        question.sql())
                .handleResultSets(all);
    }
}
