package io.megatron.client.bench;

import io.grpc.ManagedChannel;
import io.megatron.client.connection.Address;
import io.megatron.client.connection.Transport;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A few connections on one thread, which sends, receives and calls back. The bench shares the
 * machine with what it measures, so it does without threads that wake each other.
 */
final class Wire implements AutoCloseable {
    private static final int CLOSING_SECONDS = 5;

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<ManagedChannel> channels;

    /**
     * @param addresses of nodes, which get as many connections each
     * @param connections to all of them, one to each at least
     */
    Wire(List<Address> addresses, Transport transport, int connections) {
        channels =
                IntStream.range(0, Math.max(connections, addresses.size()))
                        .mapToObj(
                                number ->
                                        connect(
                                                addresses.get(number % addresses.size()),
                                                transport))
                        .toList();
    }

    private ManagedChannel connect(Address address, Transport transport) {
        return transport
                .to(address)
                .eventLoopGroup(loop)
                .channelType(NioSocketChannel.class)
                .directExecutor()
                .build();
    }

    /** The connection of a caller, who always uses the same. */
    ManagedChannel of(int caller) {
        return channels.get(caller % channels.size());
    }

    void later(Duration delay, Runnable work) {
        var _ = loop.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        loop.shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
