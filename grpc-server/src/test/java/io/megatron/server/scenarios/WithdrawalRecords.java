package io.megatron.server.scenarios;

import io.megatron.mapper.custody.WithdrawalStatus;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is durable of withdrawals, whether or not a server lives: asked of Postgres itself. Each is
 * known by its destination.
 */
final class WithdrawalRecords implements AutoCloseable {
    private static final String STATUS =
            "select status from withdrawals where destination = decode(?, 'hex')";
    private static final String ID =
            "select id from withdrawals where destination = decode(?, 'hex')";
    private static final String TRANSACTIONS =
            "select count(*) from submissions s join withdrawals w on w.id = s.authorization_id"
                    + " where w.destination = decode(?, 'hex')";
    private static final String HISTORY =
            "select string_agg(payload ->> 'status', ' ' order by id) from outbox where kind ="
                    + " 'withdrawal_changed' and lower(payload ->> 'destination') = '0x' || ?";

    private final Connection connection;

    /**
     * @param url of the role that owns the tables
     */
    WithdrawalRecords(String url) {
        try {
            connection = DriverManager.getConnection(url + "&ApplicationName=records");
        } catch (SQLException unreachable) {
            throw new AssertionError(unreachable);
        }
    }

    boolean is(String destination, WithdrawalStatus status) {
        return ask(STATUS, destination).filter(status.name()::equals).isPresent();
    }

    String id(String destination) {
        return ask(ID, destination).orElseThrow();
    }

    /** How many transactions were ever signed for it. */
    int transactions(String destination) {
        return Integer.parseInt(ask(TRANSACTIONS, destination).orElseThrow());
    }

    /** Everything it has been, by the events that were announced with it. */
    List<WithdrawalStatus> history(String destination) {
        return Arrays.stream(ask(HISTORY, destination).orElseThrow().split(" "))
                .map(WithdrawalStatus::valueOf)
                .toList();
    }

    private synchronized Optional<String> ask(String question, String destination) {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, destination.substring(2));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
