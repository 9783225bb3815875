package io.megatron.core.ledger.internal;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sorts what the database throws by what it means for a batch that has not committed. */
final class SqlFailures {

    enum Kind {
        /** Another transaction was first: the batch is repeated from a fresh snapshot. */
        CONFLICT,
        /** The server, the connection or a time-out: the batch is repeated, never halved. */
        OUTAGE,
        /** Something in the batch itself: it is halved until the culprit is alone. */
        DEFECT
    }

    private static final String BOOK_ELSEWHERE = "MB001";

    /** Time-outs of idle sessions and of transactions; a server that shuts down or starts up. */
    private static final Set<String> ENDED_BY_SERVER =
            Set.of("25P03", "25P04", "57P01", "57P02", "57P03", "57P05");

    private SqlFailures() {}

    /** Whether a batch was decided for a book that stands elsewhere: our own code, V37. */
    static boolean isBookElsewhere(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && BOOK_ELSEWHERE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the connection was lost, so that nobody can say how far the server came with what it
     * was sent. Every other failure is an answer of the server, and what it answers so it undoes.
     */
    static boolean isLostConnection(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                return state.startsWith("08") || ENDED_BY_SERVER.contains(state);
            }
        }
        return false;
    }

    static Kind classify(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return Kind.OUTAGE;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return classify(sql.getSQLState(), sql.getMessage());
            }
        }
        return Kind.DEFECT;
    }

    private static Kind classify(String state, @Nullable String message) {
        return switch (state) {
            case "40001", "40P01" -> Kind.CONFLICT;
            case "23505" ->
                    message != null && message.contains("requests_pkey")
                            ? Kind.CONFLICT
                            : Kind.DEFECT;
            // A position that is not what it was decided on.
            case "23502" ->
                    message != null && message.contains("last_trade_seq")
                            ? Kind.CONFLICT
                            : Kind.DEFECT;
            // Lock, statement and idle time-outs; a server that shuts down or starts up.
            case "55P03", "57014", "25P03", "25P04", "57P01", "57P02", "57P03", "57P05" ->
                    Kind.OUTAGE;
            default -> state.startsWith("08") || state.startsWith("53") ? Kind.OUTAGE : Kind.DEFECT;
        };
    }
}
