package io.megatron.client.bench;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.megatron.client.ClientException;
import io.megatron.client.connection.Address;
import io.megatron.trading.v1.BuyRequest;
import io.megatron.trading.v1.BuyResponse;
import io.megatron.trading.v1.Receipt;
import io.megatron.trading.v1.SellRequest;
import io.megatron.trading.v1.SellResponse;
import io.megatron.trading.v1.Trade;
import io.megatron.trading.v1.TradeServiceGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The least that a durable answer costs: a service behind the calls of trades which does nothing
 * for them but {@code SELECT 1; INSERT; COMMIT}, over the same driver, in a schema of its own that
 * is dropped afterwards.
 */
final class BareService implements AutoCloseable {
    private static final String NOTHING = "0";

    private final String schema;
    private final Connection connection;
    private final PreparedStatement select;
    private final PreparedStatement insert;
    private final Server server;

    private BareService(String url) throws SQLException, IOException {
        schema = "bare_%08x".formatted(ThreadLocalRandom.current().nextInt());
        connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        execute("create schema " + schema);
        execute("create table %s.calls (id uuid primary key)".formatted(schema));
        connection.commit();
        select = connection.prepareStatement("select 1");
        insert =
                connection.prepareStatement(
                        "insert into %s.calls values (?::uuid)".formatted(schema));
        server =
                NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .addService(calls())
                        .build()
                        .start();
    }

    /**
     * Starts it.
     *
     * @param url of a role that may create schemas
     */
    static BareService on(String url) {
        try {
            return new BareService(url);
        } catch (SQLException | IOException failure) {
            throw new ClientException(
                    "the bare service cannot start: " + failure.getMessage(), failure);
        }
    }

    Address address() {
        return new Address("127.0.0.1", server.getPort());
    }

    private ServerServiceDefinition calls() {
        return ServerServiceDefinition.builder(TradeServiceGrpc.SERVICE_NAME)
                .addMethod(
                        TradeServiceGrpc.getBuyMethod(),
                        ServerCalls.<BuyRequest, BuyResponse>asyncUnaryCall(
                                (request, observer) ->
                                        answer(
                                                request.getRequestId(),
                                                BuyResponse.newBuilder()
                                                        .setReceipt(receipt())
                                                        .build(),
                                                observer)))
                .addMethod(
                        TradeServiceGrpc.getSellMethod(),
                        ServerCalls.<SellRequest, SellResponse>asyncUnaryCall(
                                (request, observer) ->
                                        answer(
                                                request.getRequestId(),
                                                SellResponse.newBuilder()
                                                        .setReceipt(receipt())
                                                        .build(),
                                                observer)))
                .build();
    }

    private static Receipt receipt() {
        return Receipt.newBuilder()
                .setTrade(Trade.newBuilder().setPositionSharesAfter(NOTHING))
                .build();
    }

    private <A> void answer(String id, A answer, StreamObserver<A> observer) {
        try {
            remember(id);
        } catch (SQLException failure) {
            observer.onError(failure);
            return;
        }
        observer.onNext(answer);
        observer.onCompleted();
    }

    private synchronized void remember(String id) throws SQLException {
        select.execute();
        insert.setString(1, id);
        insert.execute();
        connection.commit();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        try (connection) {
            dropSchema();
        } catch (SQLException failure) {
            throw new ClientException(
                    "the bare service leaves the schema %s: %s"
                            .formatted(schema, failure.getMessage()),
                    failure);
        }
    }

    private synchronized void dropSchema() throws SQLException {
        connection.rollback();
        execute("drop schema %s cascade".formatted(schema));
        connection.commit();
    }
}
